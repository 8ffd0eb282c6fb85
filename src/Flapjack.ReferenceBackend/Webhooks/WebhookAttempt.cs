namespace Flapjack.ReferenceBackend;

/// <summary>An attempt to deliver a webhook.</summary>
/// <param name="Number">1 for the first attempt of the webhook, and one more for each further attempt, also after a redelivery.</param>
/// <param name="At">When it began, in whole milliseconds of <see cref="FlapjackBackendOptions.TimeProvider"/>. In whole seconds, it is what <c>webhook-timestamp</c> said.</param>
/// <param name="Duration">How long it took, in whole milliseconds of the same clock; after ten seconds it is cut off.</param>
/// <param name="Status">The HTTP status that the receiver answered; null when it did not answer.</param>
/// <param name="Outcome">What happened, in words: <c>answered 503</c>, for example.</param>
public sealed record WebhookAttempt(int Number, DateTimeOffset At, TimeSpan Duration, int? Status, string Outcome);
