using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>One route of the proxy: checks the request, asks the app's hook, and only then lets it through.</summary>
internal sealed class ProxyEndpoint(
    ProxyRoute route, Func<FlapjackProxyRequest, ValueTask<bool>> authorize, FlapjackProxyOptions options, ProxyForwarder forwarder, ProxyLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (ProxyRefusal refusal)
        {
            await ProxyEnvelope.WriteAsync(context, refusal.Status, refusal.Code, refusal.Message).ConfigureAwait(false);
        }
        catch (BodyConsumedException e)
        {
            log.BodyConsumed(route.Method, route.Pattern);
            await ProxyEnvelope.WriteAsync(context, e.Refusal.Status, e.Refusal.Code, e.Refusal.Message).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = route.PathOf(context.Request.RouteValues);
        await RefuseOtherSitesAsync(context, path).ConfigureAwait(false);
        ForwardedRequest.Check(context.Request);
        Rewind(context.Request.Body);
        var request = await DescribeAsync(context).ConfigureAwait(false);
        var timeout = route.Operation == FlapjackProxyOperation.ExecComputer && JsonContent.MayHaveBody(context.Request)
            ? await ExecBody.ReadTimeoutAsync(context.Request).ConfigureAwait(false)
            : null;
        if (await authorize(request).ConfigureAwait(false))
        {
            // The request is checked once more, because the hook may have changed it.
            ForwardedRequest.Check(context.Request);
            Rewind(context.Request.Body);
            await forwarder.ForwardAsync(context, path, timeout).ConfigureAwait(false);
        }
        else if (!context.Response.HasStarted)
        {
            throw new ProxyRefusal(StatusCodes.Status403Forbidden, "FORBIDDEN", "This app does not let you do this.");
        }
    }

    private async Task RefuseOtherSitesAsync(HttpContext context, string path)
    {
        if (await CrossSite.ComplaintAsync(context, options.AllowCrossOrigin).ConfigureAwait(false) is { } complaint)
        {
            log.CrossSite(context.Request.Method, path, complaint);
            throw new ProxyRefusal(StatusCodes.Status403Forbidden, "CROSS_SITE", complaint);
        }
    }

    private async Task<FlapjackProxyRequest> DescribeAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        return route.Operation == FlapjackProxyOperation.CreateThread
            ? new(context, route.Operation, await ThreadBody.ReadAgentIdAsync(context.Request).ConfigureAwait(false))
            : new(context, route.Operation, values["agentId"] as string, values["threadId"] as string);
    }

    // If middleware or the hook buffers a body and reads it, the body stands at its end afterwards.
    private static void Rewind(Stream body)
    {
        if (body.CanSeek)
        {
            body.Position = 0;
        }
    }
}
