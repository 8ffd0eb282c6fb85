using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>Makes of a caller's request the request that the program gets: the same bytes, without our token and our cookie, and with who has asked for what.</summary>
/// <param name="port">The port.</param>
/// <param name="prefix">How the path begins before what the program gets; empty for a host name.</param>
internal sealed class PortTransformer(int port, string prefix) : HttpTransformer
{
    private const string RequestId = "X-Request-Id";

    private static readonly string[] OfProxies = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP"];

    // Uri would rewrite escapes that the caller has made, so canonicalization is off.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext context, HttpRequestMessage proxied, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(context, proxied, destinationPrefix, cancellationToken).ConfigureAwait(false);
        var request = context.Request;
        proxied.RequestUri = new($"http://127.0.0.1:{port}{PortTarget.PathOf(request, prefix)}{PortTarget.QueryOf(request)}", AsWritten);
        HideToken(request, proxied);
        foreach (var name in OfProxies)
        {
            proxied.Headers.Remove(name);
        }

        var headers = proxied.Headers;
        headers.Host = request.Host.Value;
        headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1");
        headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.Value);
        headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
        if (prefix.Length > 0)
        {
            headers.TryAddWithoutValidation("X-Forwarded-Prefix", prefix);
        }
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext context, HttpResponseMessage? proxied, CancellationToken cancellationToken)
    {
        if (proxied?.Headers.Contains(RequestId) == true)
        {
            // The program's own id takes the place of ours.
            context.Response.Headers.Remove(RequestId);
        }

        var goesOn = await base.TransformResponseAsync(context, proxied, cancellationToken).ConfigureAwait(false);
        if (goesOn && proxied is not null && IsStream(context.Request, proxied))
        {
            // YARP would hold the headers back until the first byte, for which a stream of events may take long.
            await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return goesOn;
    }

    // An answer of unknown length, which has a body.
    private static bool IsStream(HttpRequest request, HttpResponseMessage answer) =>
        !HttpMethods.IsHead(request.Method)
        && (int)answer.StatusCode is >= StatusCodes.Status200OK and not StatusCodes.Status204NoContent and not StatusCodes.Status304NotModified
        && answer.Content.Headers.ContentLength is null;

    private static void HideToken(HttpRequest request, HttpRequestMessage proxied)
    {
        if (PortPass.TokenInHeader(request) is not null)
        {
            proxied.Headers.Remove(HeaderNames.Authorization);
        }

        if (request.Headers.Referer.ToString().Contains(Sessions.SessionTable.TokenPrefix, StringComparison.Ordinal))
        {
            proxied.Headers.Remove(HeaderNames.Referer);
        }

        if (request.Cookies.ContainsKey(PortPass.Cookie))
        {
            proxied.Headers.Remove(HeaderNames.Cookie);
            var kept = request.Headers.Cookie
                .SelectMany(header => header!.Split(';'))
                .Where(cookie => cookie.Split('=', 2)[0].Trim() != PortPass.Cookie)
                .Select(cookie => cookie.Trim())
                .ToArray();
            if (kept.Length > 0)
            {
                proxied.Headers.TryAddWithoutValidation(HeaderNames.Cookie, string.Join("; ", kept));
            }
        }
    }
}
