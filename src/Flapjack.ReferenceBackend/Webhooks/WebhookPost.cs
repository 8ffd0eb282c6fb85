using System.Net;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Posts a webhook once, signed.</summary>
internal sealed class WebhookPost : IDisposable
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly SignedRequest _signed;
    private readonly TimeProvider _time;

    /// <param name="resolve">Looks names up.</param>
    /// <param name="allowLoopback">Whether this machine may be connected to.</param>
    /// <param name="signsStandard">Whether there is a signature of Standard Webhooks beside the documented one.</param>
    /// <param name="time">The clock that attempts are timed on.</param>
    public WebhookPost(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, bool signsStandard, TimeProvider time)
    {
        _signed = new(signsStandard);
        _time = time;
        _client = CreateClient(new(resolve, allowLoopback));
    }

    /// <summary>Posts an event once. Throws <see cref="OperationCanceledException"/> only when the caller cancels.</summary>
    /// <param name="delivery">The event.</param>
    /// <param name="now">The time of the attempt.</param>
    /// <param name="trace">Where the attempt belongs in a trace, for the receiver; null to tell nothing.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<WebhookOutcome> SendAsync(WebhookDelivery delivery, DateTimeOffset now, TracePlace? trace, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AttemptLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = CreateRequest(delivery, now, trace);
        try
        {
            // The headers are enough. An endless body would only delay the next webhook.
            using var response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            return WebhookOutcome.Of(response, _time.GetUtcNow());
        }
        catch (HttpRequestException failure) when (failure.InnerException is WebhookAddressRefusedException refused)
        {
            return new WebhookOutcome(WebhookVerdict.GiveUp, refused.Message);
        }
        catch (HttpRequestException failure)
        {
            return new WebhookOutcome(WebhookVerdict.Retry, Describe(failure.HttpRequestError));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookOutcome(WebhookVerdict.Retry, $"did not answer within {AttemptLimit.TotalSeconds} s");
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A client that connects as the connector allows, and has no limit of time, because the TimeProvider limits the time of each attempt instead.</summary>
    internal static HttpClient CreateClient(WebhookConnector connector) => new(CreateHandler(connector)) { Timeout = Timeout.InfiniteTimeSpan };

    internal static SocketsHttpHandler CreateHandler(WebhookConnector connector) => new()
    {
        ConnectCallback = connector.ConnectAsync,

        // A connection that a cancelled attempt leaves behind ends too.
        ConnectTimeout = AttemptLimit,

        // A proxy would resolve the name itself, and a redirect would bypass the policy.
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,

        // The receiver gets the place of the attempt from the request itself, and no baggage.
        ActivityHeadersPropagator = null,

        // A receiver that gets another address is found again without a restart.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    };

    private static string Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "could not be looked up",
        HttpRequestError.ConnectionError => "could not be connected to",
        HttpRequestError.SecureConnectionError => "could not be connected to securely",
        HttpRequestError.ResponseEnded or HttpRequestError.Unknown => "broke the connection before it had answered",
        HttpRequestError.InvalidResponse => "answered with what is not HTTP",
        _ => $"failed with {error}",
    };

    private HttpRequestMessage CreateRequest(WebhookDelivery delivery, DateTimeOffset now, TracePlace? trace)
    {
        var request = _signed.Create(delivery.Url, delivery.Body, delivery.Secret, delivery.Id, now);
        request.Headers.Add("X-Flapjack-Event", delivery.Event);
        TraceHeaders.Add(request, trace);
        return request;
    }
}
