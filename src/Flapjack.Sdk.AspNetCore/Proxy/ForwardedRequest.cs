using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The part of a caller's request that goes on to the service: the body and a few headers, but nothing that tells who the caller is.</summary>
internal static class ForwardedRequest
{
    private static readonly string[] Passed = [HeaderNames.Accept, "Idempotency-Key", "Last-Event-ID", "Flapjack-Detach-Seconds"];

    private static readonly ProductInfoHeaderValue UserAgent =
        new("Flapjack.Sdk.AspNetCore", typeof(ForwardedRequest).Assembly.GetName().Version!.ToString(3));

    /// <exception cref="ProxyRefusal">The request can't be sent on.</exception>
    public static void Check(HttpRequest request)
    {
        JsonContent.Require(request);
        if (!request.QueryString.ToUriComponent().All(c => c is > ' ' and < '\x7f'))
        {
            throw new ProxyRefusal(StatusCodes.Status400BadRequest, "INVALID_QUERY", "The query holds a character that must be escaped.");
        }

        if (Passed.Append(HeaderNames.ContentType).Any(name => !request.Headers[name].All(value => value is null || value.All(c => c is '\t' or (>= ' ' and < '\x7f')))))
        {
            throw new ProxyRefusal(StatusCodes.Status400BadRequest, "INVALID_HEADER", "A header holds a character outside of ASCII.");
        }

        if (request.ContentLength > request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            throw new ProxyRefusal(StatusCodes.Status413PayloadTooLarge, "PAYLOAD_TOO_LARGE", "The body is larger than this app lets in.");
        }
    }

    public static void Prepare(HttpContext context)
    {
        var headers = context.Request.Headers;
        // The forwarder would turn any method into the GET of a web socket.
        headers.Remove(HeaderNames.Upgrade);
        if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            context.Features.Set<IHttpRequestBodyDetectionFeature>(new EmptyBody());
            context.Request.ContentLength = 0;
        }
    }

    public static void Fill(HttpRequest from, HttpRequestMessage to, Upstream upstream)
    {
        foreach (var name in Passed)
        {
            if (from.Headers[name] is { Count: > 0 } values)
            {
                to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        to.Headers.Authorization = upstream.Authorization;
        to.Headers.UserAgent.Add(UserAgent);
        // A compressor would hold back events until it has a block full, and hide a key in an error page.
        to.Headers.AcceptEncoding.ParseAdd("identity");
        if (to.Content is not null)
        {
            to.Content.Headers.ContentLength = from.ContentLength;
            to.Content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, (IEnumerable<string?>)from.Headers.ContentType);
        }
    }

    /// <summary>
    /// An empty body. SocketsHttpHandler repeats a request without a body by itself after a cut, and the repeat of a deletion would find nothing.
    /// </summary>
    private sealed class EmptyBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
