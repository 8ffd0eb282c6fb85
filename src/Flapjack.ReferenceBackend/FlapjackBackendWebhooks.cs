using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// The webhooks of the backend, with every attempt: the pending webhooks, and the webhooks of the last 30 days that were delivered or given up. In a
/// <see cref="FlapjackBackendOptions.DataDirectory"/> they outlive a restart.
/// </summary>
/// <remarks>
/// Each webhook is sent at least once, and the webhooks of one agent are sent in order. A webhook that is answered with 5xx, 429 or 408, not within ten
/// seconds, or not at all, is tried again after about 1 s, 30 s, 5 min, 30 min, 2 h, 6 h and 15 h of <see cref="FlapjackBackendOptions.TimeProvider"/>, each
/// a tenth longer or shorter at random; the <c>Retry-After</c> of a 429 or 503 makes a pause longer, up to an hour. Any other answer than 200 to
/// 299 is final, also a redirect. An address that webhooks may not be sent to is final too.
/// </remarks>
public sealed class FlapjackBackendWebhooks
{
    private readonly WebhookHistory _history;
    private readonly WebhookSender _sender;

    internal FlapjackBackendWebhooks(WebhookHistory history, WebhookSender sender) => (_history, _sender) = (history, sender);

    /// <summary>Every webhook, in any state.</summary>
    /// <param name="agentId">Only the webhooks of this agent; null for all. The agent may be gone.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>The webhooks in the order of their events.</returns>
    public Task<IReadOnlyList<WebhookMessage>> ReadAsync(string? agentId = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _history.Read(agentId?.ToLowerInvariant(), null), cancellationToken);

    /// <summary>The webhooks that were given up.</summary>
    /// <param name="agentId">Only the webhooks of this agent; null for all. The agent may be gone.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>The webhooks in the order of their events.</returns>
    public Task<IReadOnlyList<WebhookMessage>> ReadDeadLettersAsync(string? agentId = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _history.Read(agentId?.ToLowerInvariant(), WebhookState.Dead), cancellationToken);

    /// <summary>
    /// Sends a webhook again that was delivered or given up. It has the same body and the same id, is signed with the organization's newest secret, and
    /// has eight new attempts. It is sent at once, before later webhooks of its agent that wait to be tried again.
    /// </summary>
    /// <param name="id">The webhook's id, as <see cref="ReadAsync"/> gives it.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>A task that ends when the webhook is pending again. <see cref="ReadAsync"/> shows whether it was delivered.</returns>
    /// <exception cref="ArgumentException">The webhook does not exist, or no longer exists.</exception>
    /// <exception cref="InvalidOperationException">The webhook is pending.</exception>
    /// <exception cref="IOException">The <see cref="FlapjackBackendOptions.DataDirectory"/> can't be written; the message says why.</exception>
    public Task RedeliverAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return Task.Run(() => _sender.Redeliver(id), cancellationToken);
    }
}
