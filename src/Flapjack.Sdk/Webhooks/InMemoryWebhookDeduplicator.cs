namespace Flapjack.Sdk;

/// <summary>Remembers in this process which webhooks were handled: the latest 100,000, for two days each. Thread-safe; share one among all endpoints.</summary>
/// <param name="timeProvider">The clock; null for the system's.</param>
public sealed class InMemoryWebhookDeduplicator(TimeProvider? timeProvider = null) : IWebhookDeduplicator
{
    private const int Capacity = 100_000;

    // A sender that keeps to Standard Webhooks gives up after little more than a day.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(2);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> _completed = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, DateTimeOffset At)> _byAge = new();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public ValueTask<WebhookIdState> BeginAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<WebhookIdState>(cancellationToken);
        }

        lock (_lock)
        {
            Forget();
            return new(
                _completed.Contains(id) ? WebhookIdState.Completed
                : _begun.Add(id) ? WebhookIdState.Begun
                : WebhookIdState.InProgress);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Nobody has begun to handle this webhook.</exception>
    public ValueTask CompleteAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            End(id);
            _completed.Add(id);
            _byAge.Enqueue((id, _time.GetUtcNow()));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Nobody has begun to handle this webhook.</exception>
    public ValueTask AbandonAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            End(id);
        }

        return ValueTask.CompletedTask;
    }

    private void End(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (!_begun.Remove(id))
        {
            throw new InvalidOperationException($"The webhook '{id}' was never begun, or its handling has ended already; call BeginAsync first.");
        }
    }

    private void Forget()
    {
        var oldest = _time.GetUtcNow() - Retention;
        while (_byAge.TryPeek(out var first) && (first.At < oldest || _byAge.Count > Capacity))
        {
            _completed.Remove(_byAge.Dequeue().Id);
        }
    }
}
