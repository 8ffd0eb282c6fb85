using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>One route of the proxy: looks at the request, asks the app's hook, and only then lets it through.</summary>
internal sealed class ProxyEndpoint(
    ProxyRoute route, Func<FlapjackProxyRequest, ValueTask<bool>> authorize, FlapjackProxyOptions options, ProxyForwarder forwarder, ProxyLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var path = route.PathOf(context.Request.RouteValues);
            RefuseOtherSites(context.Request, path);
            var request = await DescribeAsync(context).ConfigureAwait(false);
            if (await authorize(request).ConfigureAwait(false))
            {
                await forwarder.ForwardAsync(context, path).ConfigureAwait(false);
            }
            else if (!context.Response.HasStarted)
            {
                throw new ProxyRefusal(StatusCodes.Status403Forbidden, "FORBIDDEN", "This app does not let you do this.");
            }
        }
        catch (ProxyRefusal refusal)
        {
            await ProxyEnvelope.WriteAsync(context, refusal.Status, refusal.Code, refusal.Message).ConfigureAwait(false);
        }
    }

    private void RefuseOtherSites(HttpRequest request, string path)
    {
        if (!options.AllowCrossOrigin && CrossSite.Complaint(request) is { } complaint)
        {
            log.CrossSite(request.Method, path, complaint);
            throw new ProxyRefusal(StatusCodes.Status403Forbidden, "CROSS_SITE", complaint);
        }
    }

    private async Task<FlapjackProxyRequest> DescribeAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        if (route.Operation != FlapjackProxyOperation.CreateThread)
        {
            return new(context, route.Operation, values["agentId"] as string, values["threadId"] as string);
        }

        var body = await ThreadBody.ReadAsync(context.Request).ConfigureAwait(false);
        context.Request.Body = new MemoryStream(body.Bytes, writable: false);
        context.Request.ContentLength = body.Bytes.Length;
        // It was read as that, whatever it was called.
        context.Request.ContentType = "application/json";
        return new(context, route.Operation, body.AgentId, null);
    }
}
