using System.Net.Http.Headers;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>How one attempt to deliver a webhook ended.</summary>
/// <param name="Verdict">Whether to try again.</param>
/// <param name="Reason">What happened, in words for the log and the ledger.</param>
/// <param name="Status">The status that was answered; null for no answer.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone; null when it did not say.</param>
internal readonly record struct WebhookOutcome(WebhookVerdict Verdict, string Reason, int? Status = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Judges an answer. A redirect is final: the URL itself was accepted, and not the place that it points to today.</summary>
    public static WebhookOutcome Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var verdict = status switch
        {
            >= 200 and < 300 => WebhookVerdict.Delivered,
            408 or 429 or >= 500 => WebhookVerdict.Retry,
            _ => WebhookVerdict.GiveUp,
        };
        return new(verdict, $"answered {status}", status, status is 429 or 503 ? PauseOf(response.Headers.RetryAfter, now) : null);
    }

    private static TimeSpan? PauseOf(RetryConditionHeaderValue? retryAfter, DateTimeOffset now) => retryAfter?.Delta ?? (retryAfter?.Date - now);
}
