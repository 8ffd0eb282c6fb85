namespace Flapjack.Sdk.AspNetCore.Webhooks;

/// <summary>The handling of one webhook, which <see cref="WebhookSignature.CheckAsync"/> has begun. A webhook without an id is not remembered.</summary>
/// <param name="deduplicator">Remembers the ids.</param>
/// <param name="id">The webhook's id; null if it has no id.</param>
/// <remarks>A sender that has hung up cancels neither method: when it comes again, the result of the handling must be known.</remarks>
internal readonly struct WebhookTurn(IWebhookDeduplicator deduplicator, string? id)
{
    public string? Id => id;

    public ValueTask CompleteAsync() => id is null ? ValueTask.CompletedTask : deduplicator.CompleteAsync(id, CancellationToken.None);

    public ValueTask AbandonAsync() => id is null ? ValueTask.CompletedTask : deduplicator.AbandonAsync(id, CancellationToken.None);
}
