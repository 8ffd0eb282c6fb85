using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>One event on its way to one URL, as the outbox holds it.</summary>
/// <param name="Number">Its number in the outbox; a later event has a higher one.</param>
/// <param name="Id">The id that the receiver gets, the same at every attempt.</param>
/// <param name="AgentId">Whose event it is.</param>
/// <param name="Secret">The secret that signs each attempt.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Body">What is posted, the same at every attempt.</param>
/// <param name="Attempts">How many attempts have failed.</param>
/// <param name="NextAttemptAt">When the next one is due; null for at once.</param>
internal sealed record WebhookDelivery(
    long Number, string Id, string AgentId, string Secret, Uri Url, string Event, byte[] Body, int Attempts, DateTimeOffset? NextAttemptAt)
{
    /// <summary>Where its event happened, in a trace; null for nowhere.</summary>
    public TracePlace? Trace { get; init; }

    // The text has neither the secret nor the URL, whose path may carry a token.
    public override string ToString() => Id;
}
