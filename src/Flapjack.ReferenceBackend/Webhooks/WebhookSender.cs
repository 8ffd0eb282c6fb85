using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// Delivers webhooks in the background, at least once: each is pending in the outbox until it is delivered or given up. Those of one agent
/// go in order, each after the one before it; agents do not wait for the retries of others.
/// </summary>
internal sealed class WebhookSender(WebhookOutbox outbox, WebhookPost post, WebhookRetryPlan plan, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WebhookLane> _lanes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly WebhookCourier _courier = new(outbox, post, plan, time, logger);
    private bool _sends;
    private Task? _ended;

    /// <summary>Stores an event for delivery and returns. What comes after disposal has begun is kept for the next start or, in memory, dropped.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public void Enqueue(Uri url, WebhookEvent @event) => outbox.Write(db => Enqueue(db, url, @event));

    /// <summary>The same as part of a larger change: the event is sent if the change is made, and only then.</summary>
    public void Enqueue(StoreSession db, Uri url, WebhookEvent @event)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(@event);

        WebhookOutbox.Add(db, url, @event, time.GetUtcNow());
        db.OnCommitted(() => Wake(@event.AgentId, @event.Event, url, interrupts: false));
    }

    /// <summary>Sends one again that was delivered or given up: before any other of its agent that comes later.</summary>
    /// <exception cref="ArgumentException">There is no such webhook.</exception>
    /// <exception cref="InvalidOperationException">It is pending.</exception>
    /// <exception cref="StoreException">That could not be stored.</exception>
    public void Redeliver(string id) => outbox.Write(db =>
    {
        var (agentId, @event, url) = WebhookOutbox.Revive(db, id);
        db.OnCommitted(() => Wake(agentId, @event, url, interrupts: true));
    });

    /// <summary>Begins to send, with what an earlier process left. To be called once, when receivers may ask back.</summary>
    public void SendPending()
    {
        lock (_gate)
        {
            _sends = true;
        }

        foreach (var agentId in outbox.Agents())
        {
            TryWake(agentId, interrupts: false);
        }
    }

    /// <summary>
    /// Gives each event that was never tried one attempt, and those under way their end, within two seconds altogether. What is not delivered
    /// then stays pending in the outbox; where that is kept, so does what is behind it, untried.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task ended;
        lock (_gate)
        {
            ended = _ended ??= EndAsync([.. _lanes.Values.Select(lane => lane.Running)]);
        }

        await ended.ConfigureAwait(false);
    }

    private void Wake(string agentId, string @event, Uri url, bool interrupts)
    {
        if (!TryWake(agentId, interrupts))
        {
            LogLeft(@event, agentId, url);
        }
    }

    private bool TryWake(string agentId, bool interrupts)
    {
        lock (_gate)
        {
            if (_ended is not null)
            {
                return false;
            }

            if (!_lanes.TryGetValue(agentId, out var lane))
            {
                // before the start is through, there are none
                if (_sends)
                {
                    Open(agentId);
                }
            }
            else if (interrupts)
            {
                // any other looks into the outbox when it is done with what it has
                lane.Interrupt();
            }

            return true;
        }
    }

    private void Open(string agentId)
    {
        var lane = new WebhookLane(agentId);
        _lanes.Add(agentId, lane);

        // the request that caused the event must not lend its trace and its context to a delivery that outlives it
        using (ExecutionContext.SuppressFlow())
        {
            lane.Running = Task.Run(() => RunAsync(lane));
        }
    }

    private async Task RunAsync(WebhookLane lane)
    {
        while (await NextAsync(lane).ConfigureAwait(false) is var (delivery, news))
        {
            var isRetry = delivery.Attempts > 0;
            if (isRetry && !_stopping.IsCancellationRequested && !await IsDueAsync(delivery, news).ConfigureAwait(false))
            {
                // something else may go first now, or nothing any more
                continue;
            }

            if ((isRetry && _stopping.IsCancellationRequested) || !await AttemptAsync(delivery).ConfigureAwait(false))
            {
                LogLeft(delivery.Event, delivery.AgentId, delivery.Url);
                if (outbox.IsKept)
                {
                    // those behind it wait for it, also when the next process sends them
                    return;
                }

                lane.Left = delivery.Number;
            }
        }
    }

    /// <summary>The next one to be sent, as soon as the outbox can be read; null when there is none, and the lane has ended.</summary>
    private async Task<(WebhookDelivery Delivery, Task News)?> NextAsync(WebhookLane lane)
    {
        while (true)
        {
            try
            {
                return TakeNext(lane);
            }
            catch (Exception exception)
            {
                // whatever it is: what is pending must not wait for the agent's next event, which may never come
                logger.WebhooksUnreadable(exception, lane.AgentId);
            }

            await Task.Delay(ReadPause, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private (WebhookDelivery Delivery, Task News)? TakeNext(WebhookLane lane)
    {
        lock (_gate)
        {
            // asked for before the outbox is looked into, so that nothing comes between
            var news = lane.NextNews();
            if (outbox.Next(lane.AgentId, lane.Left) is { } delivery)
            {
                return (delivery, news);
            }

            _lanes.Remove(lane.AgentId);
            return null;
        }
    }

    /// <summary>Waits for the moment of a retry. False when something has happened before.</summary>
    private async Task<bool> IsDueAsync(WebhookDelivery delivery, Task news)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var pause = Task.Delay(Left(delivery), time, interrupted.Token);

        // looked at once more: a clock that only moves when told to may have done so just before the pause began
        if (Left(delivery) > TimeSpan.Zero)
        {
            await Task.WhenAny(pause, news).ConfigureAwait(false);
        }

        await interrupted.CancelAsync().ConfigureAwait(false);
        await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return pause.IsCompletedSuccessfully || Left(delivery) == TimeSpan.Zero;
    }

    private TimeSpan Left(WebhookDelivery delivery) => WebhookRetryPlan.Remaining(delivery.Attempts, delivery.NextAttemptAt, time.GetUtcNow());

    private async Task<bool> AttemptAsync(WebhookDelivery delivery)
    {
        try
        {
            return await _courier.AttemptAsync(delivery, _stopping.Token, _aborted.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
            return false;
        }
    }

    private void LogLeft(string @event, string agentId, Uri url)
    {
        if (outbox.IsKept)
        {
            logger.WebhookKept(@event, agentId, url.IdnHost);
        }
        else
        {
            logger.WebhookDropped(@event, agentId, url.IdnHost);
        }
    }

    private async Task EndAsync(Task[] lanes)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            // on the system's clock: whoever disposes waits in real time, and the sender's own may stand still
            await Task.WhenAll(lanes).WaitAsync(DrainLimit, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _aborted.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(lanes).ConfigureAwait(false);
        }

        _courier.Dispose();
        _aborted.Dispose();
        _stopping.Dispose();
    }
}
