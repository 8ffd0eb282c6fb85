namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>How one attempt to deliver a webhook ended.</summary>
/// <param name="Verdict">Whether to try again.</param>
/// <param name="Reason">What happened, in words for the log.</param>
internal readonly record struct WebhookOutcome(WebhookVerdict Verdict, string Reason)
{
    /// <summary>Judges an answer. Redirects are final: a URL was accepted, not wherever it points today.</summary>
    public static WebhookOutcome OfStatus(int status)
    {
        var verdict = status switch
        {
            >= 200 and < 300 => WebhookVerdict.Delivered,
            429 or >= 500 => WebhookVerdict.Retry,
            _ => WebhookVerdict.GiveUp,
        };
        return new WebhookOutcome(verdict, $"answered {status}");
    }
}
