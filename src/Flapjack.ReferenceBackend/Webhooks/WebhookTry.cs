namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>An attempt to deliver a webhook.</summary>
/// <param name="At">When it began, which is also when it was signed.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record WebhookTry(DateTimeOffset At, TimeSpan Duration, WebhookOutcome Outcome);
