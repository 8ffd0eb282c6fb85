namespace Flapjack.Sdk;

/// <summary>
/// Remembers by their ids which webhooks were handled, so that a webhook that is delivered twice is handled once. Implement it with a store that
/// your instances share; <see cref="InMemoryWebhookDeduplicator"/> is for a single instance.
/// </summary>
/// <remarks>
/// Only a completed id is a duplicate: a webhook whose handler failed, or whose process died, has to be handled again. Keep completed ids for as
/// long as the sender goes on trying, a day and a little more. In a shared store, let an id that was begun expire after some minutes: the process
/// that began may have died, and no other process would complete or abandon the id.
/// </remarks>
public interface IWebhookDeduplicator
{
    /// <summary>Begins to handle a webhook, if nobody else has begun. If several callers ask at once, one of them gets <see cref="WebhookIdState.Begun"/>.</summary>
    /// <param name="id">The webhook's id; its signature has been verified.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether the caller is to handle it.</returns>
    ValueTask<WebhookIdState> BeginAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says that a webhook was handled: from now on its id is a duplicate.</summary>
    /// <param name="id">The id that the caller has begun with.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when the id is remembered.</returns>
    ValueTask CompleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says that a webhook was not handled: its next delivery begins again.</summary>
    /// <param name="id">The id that the caller has begun with.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when the id is remembered.</returns>
    ValueTask AbandonAsync(string id, CancellationToken cancellationToken = default);
}
