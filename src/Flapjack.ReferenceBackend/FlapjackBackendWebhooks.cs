using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// The webhooks of the backend: those to be sent, and those of the last 30 days that were delivered or given up, with every attempt. In a
/// <see cref="FlapjackBackendOptions.DataDirectory"/> they are there again after a restart.
/// </summary>
/// <remarks>
/// Each webhook is sent at least once, and those of one agent in order. One that is answered with 5xx, 429 or 408, not within ten seconds, or
/// not at all, is tried again after about 1 s, 30 s, 5 min, 30 min, 2 h, 6 h and 15 h of <see cref="FlapjackBackendOptions.TimeProvider"/>, each
/// a tenth more or less at random; the <c>Retry-After</c> of a 429 or 503 makes a pause longer, up to an hour. Any other answer than 200 to
/// 299 is final, a redirect too, and so is an address that webhooks may not go to.
/// </remarks>
public sealed class FlapjackBackendWebhooks
{
    private readonly WebhookHistory _history;
    private readonly WebhookSender _sender;

    internal FlapjackBackendWebhooks(WebhookHistory history, WebhookSender sender) => (_history, _sender) = (history, sender);

    /// <summary>Every webhook, whatever has become of it.</summary>
    /// <param name="agentId">Only this agent's; null for all. The agent may be gone.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>The webhooks in the order of their events.</returns>
    public Task<IReadOnlyList<WebhookMessage>> ReadAsync(string? agentId = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _history.Read(agentId?.ToLowerInvariant(), null), cancellationToken);

    /// <summary>The webhooks that were given up.</summary>
    /// <param name="agentId">Only this agent's; null for all. The agent may be gone.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>The webhooks in the order of their events.</returns>
    public Task<IReadOnlyList<WebhookMessage>> ReadDeadLettersAsync(string? agentId = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _history.Read(agentId?.ToLowerInvariant(), WebhookState.Dead), cancellationToken);

    /// <summary>
    /// Sends a webhook again that was delivered or given up: the same body under the same id, signed afresh with the organization's newest
    /// secret, and with eight new attempts. It goes at once, before those of its agent that wait to be tried again, unless they are older.
    /// </summary>
    /// <param name="id">The webhook's id, as <see cref="ReadAsync"/> gives it.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>When it is pending again; that it was delivered shows in <see cref="ReadAsync"/>.</returns>
    /// <exception cref="ArgumentException">There is no such webhook, or no longer.</exception>
    /// <exception cref="InvalidOperationException">It is pending.</exception>
    /// <exception cref="IOException">The <see cref="FlapjackBackendOptions.DataDirectory"/> can't be written; the message says why.</exception>
    public Task RedeliverAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return Task.Run(() => _sender.Redeliver(id), cancellationToken);
    }
}
