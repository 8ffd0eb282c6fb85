using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The way of one request and its answer through the forwarder: what is let through, and what is not.</summary>
internal sealed class Passage(Upstream upstream, Uri address, string path, CancellationTokenSource answer, ProxyLog log) : HttpTransformer
{
    private const int MaxErrorBytes = 1024 * 1024;

    private static readonly string[] Passed =
    [
        HeaderNames.ContentType, HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.CacheControl, HeaderNames.RetryAfter,
        "Flapjack-Extensions", "X-Request-Id",
    ];

    /// <summary>What to answer in place of the service's answer; null where that was let through, or none came.</summary>
    public ProxyRefusal? Refusal { get; private set; }

    /// <summary>The body of a refusal whose status and headers were let through; null if there is none.</summary>
    public byte[]? ErrorBody { get; private set; }

    private int? PassedStatus { get; set; }

    /// <summary>Whether the error is only that the service did not care to read all of the request: then its answer stays.</summary>
    public bool IsThrough(HttpResponse response, ForwarderError error) => PassedStatus == response.StatusCode
        && error is (ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyCanceled);

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.RequestUri = address;
        ForwardedRequest.Fill(httpContext.Request, proxyRequest, upstream);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false;
        }

        // It is free text, and the forwarder has copied it.
        httpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        switch (proxyResponse.StatusCode)
        {
            // A handler of the app's own may follow redirects, and changes the request then.
            case var _ when proxyResponse.RequestMessage?.RequestUri is { } answeredAt && answeredAt != address:
            case HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect:
                log.Redirected(httpContext.Request.Method, path, (int)proxyResponse.StatusCode);
                // The API has no redirects. Followed by the browser it would lead the user, and what the request carried, to where nobody chose.
                Refusal = new(StatusCodes.Status502BadGateway, "UPSTREAM_REDIRECTED", "The service answered with a redirect, which is not followed.");
                return false;

            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices:
                answer.CancelAfter(Timeout.InfiniteTimeSpan);
                await PassAsync(httpContext, proxyResponse).ConfigureAwait(false);
                return true;

            // To the browser this would be the user's own login, or rights; it is the app's.
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired:
                log.KeyRefused(httpContext.Request.Method, path, (int)proxyResponse.StatusCode, await ReadForLogAsync(proxyResponse, cancellationToken).ConfigureAwait(false));
                Refusal = new(StatusCodes.Status502BadGateway, "UPSTREAM_REFUSED", "The service refused this app, not you; the app's log tells more.");
                return false;

            // 304, say, to a request that asked for nothing of the kind; neither a success nor a refusal.
            case < HttpStatusCode.BadRequest:
                log.OddStatus(httpContext.Request.Method, path, (int)proxyResponse.StatusCode);
                Refusal = new(StatusCodes.Status502BadGateway, "UPSTREAM_ERROR", $"The service answered {(int)proxyResponse.StatusCode}, which is no answer to this request.");
                return false;

            default:
                await PassErrorAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
                return false;
        }
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    private async Task PassAsync(HttpContext context, HttpResponseMessage response)
    {
        PassHeaders(context, response);
        if (string.Equals(response.Content.Headers.ContentType?.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Response.Headers.CacheControl = "no-cache, no-transform";
            // The first event may be long in coming; that the stream is open the caller is to know now.
            await context.Response.Body.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task PassErrorAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false) is not { } body)
        {
            Refusal = new((int)response.StatusCode, "UPSTREAM_ERROR", $"The service answered {(int)response.StatusCode} with what can't be passed on.");
            return;
        }

        ErrorBody = upstream.Redaction.Redact(body);
        PassHeaders(context, response);
        context.Response.ContentLength = ErrorBody.Length;
    }

    private void PassHeaders(HttpContext context, HttpResponseMessage response)
    {
        PassedStatus = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (Passed.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = values.Select(upstream.Redaction.Redact).ToArray();
            }
        }

        if (response.Headers.NonValidated.Contains(HeaderNames.TransferEncoding))
        {
            // The chunks say where the body ends, and a length beside them is a lie or a trick (RFC 9112, 6.3).
            context.Response.ContentLength = null;
        }

        // Output of a command must not become a page of this app.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "sandbox";
    }

    private async Task<string> ReadForLogAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false) ?? [];
        var text = string.Concat(Encoding.UTF8.GetString(upstream.Redaction.Redact(body)).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length <= 500 ? text : text[..500] + "…";
    }

    /// <summary>The body of a refusal; null if it is too large, or packed so that nobody can see whether the key is in it.</summary>
    private static async Task<byte[]?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentEncoding.Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await BoundedBody.ReadAsync(body, MaxErrorBytes, cancellationToken).ConfigureAwait(false);
    }
}
