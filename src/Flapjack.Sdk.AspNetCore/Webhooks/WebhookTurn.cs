namespace Flapjack.Sdk.AspNetCore.Webhooks;

/// <summary>The handling of one webhook, begun with by <see cref="WebhookSignature.CheckAsync"/>; nothing to keep where it has no id.</summary>
/// <param name="deduplicator">Who remembers ids.</param>
/// <param name="id">The webhook's id; null when it has none.</param>
/// <remarks>A sender that has hung up cancels neither: how the handling ended must be known when it comes again.</remarks>
internal readonly struct WebhookTurn(IWebhookDeduplicator deduplicator, string? id)
{
    public string? Id => id;

    public ValueTask CompleteAsync() => id is null ? ValueTask.CompletedTask : deduplicator.CompleteAsync(id, CancellationToken.None);

    public ValueTask AbandonAsync() => id is null ? ValueTask.CompletedTask : deduplicator.AbandonAsync(id, CancellationToken.None);
}
