namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The progress of a webhook.</summary>
/// <param name="State">Whether it is still to be sent.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="NextAttemptAt">When the next one is due; null for at once, or never.</param>
/// <param name="EndedAt">When it was delivered or given up; null while it is pending.</param>
internal sealed record WebhookProgress(WebhookState State, int Attempts, DateTimeOffset? NextAttemptAt, DateTimeOffset? EndedAt);
