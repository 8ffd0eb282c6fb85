namespace Flapjack.Sdk;

/// <summary>
/// Remembers which webhooks were handled, by their ids, so that one that is delivered twice is handled once. Implement it over the store that
/// your instances share; <see cref="InMemoryWebhookDeduplicator"/> serves a single one.
/// </summary>
/// <remarks>
/// Only a completed id is a duplicate: one whose handler failed, or whose process died, has to be handled again. Keep completed ids for as long
/// as the sender goes on trying, a day and a little more. Let a beginning in a shared store lapse after some minutes: the process that began may
/// have died, and nobody else would ever complete or abandon it.
/// </remarks>
public interface IWebhookDeduplicator
{
    /// <summary>Begins with a webhook, if nobody else has. Of several that ask at once, one gets <see cref="WebhookIdState.Begun"/>.</summary>
    /// <param name="id">The webhook's id; its signature has been verified.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether the caller is to handle it.</returns>
    ValueTask<WebhookIdState> BeginAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says that a webhook was handled: from now on it is a duplicate.</summary>
    /// <param name="id">The id that the caller has begun with.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When that is remembered.</returns>
    ValueTask CompleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says that a webhook was not handled: its next delivery begins anew.</summary>
    /// <param name="id">The id that the caller has begun with.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When that is remembered.</returns>
    ValueTask AbandonAsync(string id, CancellationToken cancellationToken = default);
}
