using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The way of one request and its answer through the forwarder: it decides what passes.</summary>
internal sealed class Passage(Upstream upstream, Uri address, string path, CancellationTokenSource answer, ProxyLog log) : HttpTransformer
{
    private const int MaxErrorBytes = 1024 * 1024;

    private static readonly string[] Passed =
    [
        HeaderNames.ContentType, HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.CacheControl, HeaderNames.RetryAfter,
        "Flapjack-Extensions", "X-Request-Id",
    ];

    /// <summary>What to answer in place of the service's answer; null if the service's answer passed, or if none came.</summary>
    public ProxyRefusal? Refusal { get; private set; }

    /// <summary>The body of a refusal whose status and headers have passed; null if there is none.</summary>
    public byte[]? ErrorBody { get; private set; }

    private int? PassedStatus { get; set; }

    /// <summary>Whether the error only says that the service did not read all of the request. Then the service's answer is kept.</summary>
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

        // The reason phrase is free text, which the forwarder has copied.
        httpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        switch (proxyResponse.StatusCode)
        {
            // A handler of the app may follow redirects, and then it changes the request.
            case var _ when proxyResponse.RequestMessage?.RequestUri is { } answeredAt && answeredAt != address:
            case HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect:
                log.Redirected(httpContext.Request.Method, path, (int)proxyResponse.StatusCode);
                // The API has no redirects. If the browser followed this redirect, the user and the content of the request would go to an address that nobody chose.
                Refusal = new(StatusCodes.Status502BadGateway, "UPSTREAM_REDIRECTED", "The service answered with a redirect, which is not followed.");
                return false;

            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices:
                answer.CancelAfter(Timeout.InfiniteTimeSpan);
                await PassAsync(httpContext, proxyResponse).ConfigureAwait(false);
                return true;

            // The browser would take this answer for a statement about the user's login or rights, but it is about the app's key.
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired:
                log.KeyRefused(httpContext.Request.Method, path, (int)proxyResponse.StatusCode, await ReadForLogAsync(proxyResponse, cancellationToken).ConfigureAwait(false));
                Refusal = new(StatusCodes.Status502BadGateway, "UPSTREAM_REFUSED", "The service refused this app, not you; the app's log tells more.");
                return false;

            // The answer is neither a success nor a refusal, for example a 304, which the request did not ask for.
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
            // The first event may come late, but the caller must know at once that the stream is open.
            await context.Response.Body.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task PassErrorAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false) is not { } body)
        {
            Refusal = new((int)response.StatusCode, "UPSTREAM_ERROR", $"The service answered {(int)response.StatusCode} with a body that can't be passed on.");
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
            // The chunks say where the body ends. A length beside them is a mistake or an attack (RFC 9112, 6.3).
            context.Response.ContentLength = null;
        }

        // A browser must not show the output of a command as a page of this app.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "sandbox";
    }

    private async Task<string> ReadForLogAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false) ?? [];
        var text = string.Concat(Encoding.UTF8.GetString(upstream.Redaction.Redact(body)).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length <= 500 ? text : text[..500] + "…";
    }

    /// <summary>The body of a refusal; null if it is too large, or compressed, so that it can't be searched for the key.</summary>
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
