using System.Net;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// Posts once to a receiver of the public internet, signed as webhooks are, and reads the answer. The service does not document how it signs what is no
/// webhook, so a receiver of ours need not fit to the service.
/// </summary>
internal sealed class SignedPost : IDisposable
{
    private readonly HttpClient _client;
    private readonly SignedRequest _signed;
    private readonly TimeProvider _time;

    /// <param name="resolve">Looks names up.</param>
    /// <param name="allowLoopback">Whether this machine may be connected to.</param>
    /// <param name="signsStandard">Whether there is a signature of Standard Webhooks beside the documented one.</param>
    /// <param name="time">The clock that calls are timed on.</param>
    public SignedPost(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, bool signsStandard, TimeProvider time)
    {
        _signed = new(signsStandard);
        _time = time;
        _client = WebhookPost.CreateClient(new(resolve, allowLoopback));
    }

    /// <summary>Where calls belong in traces, for the receivers; null to tell nothing.</summary>
    public Tracing? Tracing { get; init; }

    /// <summary>An answer before its body.</summary>
    public static PostResult HeadersOf(HttpResponseMessage response) => new(PostVerdict.Answered, $"answered with the HTTP status {(int)response.StatusCode}")
    {
        Status = (int)response.StatusCode,
        MediaType = response.Content.Headers.ContentType?.MediaType,
    };

    /// <summary>Posts a call once. Redirects are not followed. Whatever goes wrong is a result.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled the call.</exception>
    public async Task<PostResult> SendAsync(SignedCall call, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(call.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            return PostFailure.InvalidAddress;
        }

        using var limit = new CancellationTokenSource(call.Limit ?? Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = CreateRequest(call, url);
        PostResult? headers = null;
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            headers = HeadersOf(response);
            return response.IsSuccessStatusCode || call.ReadsRefusals
                ? await PostAnswer.ReadAsync(headers, response.Content, call.MaxAnswer, either.Token).ConfigureAwait(false)
                : headers;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Explain(failure, request, limit.IsCancellationRequested ? call.Limit : null) is { } result)
        {
            return result with { Status = headers?.Status };
        }
    }

    public void Dispose() => _client.Dispose();

    private static PostResult? Explain(Exception failure, HttpRequestMessage request, TimeSpan? overdue) =>
        PostFailure.Explain(failure, ((PostedContent)request.Content!).IsBegun, overdue);

    private HttpRequestMessage CreateRequest(SignedCall call, Uri url)
    {
        var now = _time.GetUtcNow();
        var id = call.Id ?? Guid.CreateVersion7(now).ToString();
        var request = _signed.Create(url, call.Body, call.Secret, id, now);
        request.Headers.Add("Accept", "application/json, text/plain;q=0.9, */*;q=0.1");
        TraceHeaders.Add(request, Tracing?.Carried);
        if (call.IsIdempotent)
        {
            request.Headers.Add("Idempotency-Key", id);
        }

        return request;
    }
}
