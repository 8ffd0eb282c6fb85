using Flapjack.Sdk;

namespace Flapjack.Cli.Webhooks;

/// <summary>The results of a check in words.</summary>
internal static class WebhookResults
{
    public static string WordOf(WebhookCheckResult result) => result switch
    {
        WebhookCheckResult.Valid => "valid",
        WebhookCheckResult.MissingHeader => "missing_header",
        WebhookCheckResult.Malformed => "malformed",
        WebhookCheckResult.Mismatch => "mismatch",
        WebhookCheckResult.Stale => "stale",
        WebhookCheckResult.Duplicate => "duplicate",
        _ => "in_progress",
    };

    public static string SentenceOf(WebhookCheckResult result) => result switch
    {
        WebhookCheckResult.Valid => "valid",
        WebhookCheckResult.MissingHeader => "NOT VALID: there is no X-Flapjack-Signature, or not all three headers of Standard Webhooks.",
        WebhookCheckResult.Malformed => "NOT VALID: a header has the wrong form.",
        WebhookCheckResult.Mismatch => "NOT VALID: another secret signed it, or it was changed on the way.",
        WebhookCheckResult.Stale => "NOT VALID: its time is more than five minutes away from this machine's.",
        WebhookCheckResult.Duplicate => "valid, and came before.",
        _ => "valid, and is being handled.",
    };
}
