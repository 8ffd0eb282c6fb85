using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// Delivers webhooks in the background, at least once: each is pending in the outbox until it is delivered or given up. The webhooks of one agent
/// are sent in order, one after the other. No agent waits for the retries of another.
/// </summary>
internal sealed class WebhookSender(WebhookOutbox outbox, WebhookPost post, WebhookRetryPlan plan, TimeProvider time, ILogger logger, BackendTelemetry telemetry) : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WebhookLane> _lanes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly WebhookCourier _courier = new(outbox, post, plan, time, logger, telemetry);
    private bool _sends;
    private Task? _ended;

    /// <summary>Stores an event for delivery and returns. An event that comes after disposal has begun is kept for the next start or, in memory, dropped.</summary>
    /// <exception cref="StoreException">The event could not be stored.</exception>
    public void Enqueue(Uri url, WebhookEvent @event) => outbox.Write(db => Enqueue(db, url, @event));

    /// <summary>The same as part of a larger change: the event is sent only if the change is stored.</summary>
    public void Enqueue(StoreSession db, Uri url, WebhookEvent @event)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(@event);

        var span = WebhookSpan.Begin(telemetry, @event);
        var id = WebhookOutbox.Add(db, url, @event, time.GetUtcNow(), span.Place);
        db.OnCommitted(() => span.End(id));
        db.OnCommitted(() => Wake(@event.AgentId, @event.Event, url, interrupts: false));
    }

    /// <summary>Sends a webhook again that was delivered or given up. It is sent before the later webhooks of its agent.</summary>
    /// <exception cref="ArgumentException">There is no such webhook.</exception>
    /// <exception cref="InvalidOperationException">The webhook is pending.</exception>
    /// <exception cref="StoreException">The change could not be stored.</exception>
    public void Redeliver(string id) => outbox.Write(db =>
    {
        var (agentId, @event, url) = WebhookOutbox.Revive(db, id);
        db.OnCommitted(() => Wake(agentId, @event, url, interrupts: true));
    });

    /// <summary>Begins to send, first the webhooks that an earlier process left. To be called once, when the server answers, because receivers may call it.</summary>
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
    /// Within two seconds altogether, gives each event that was never tried one attempt, and lets running attempts end. A webhook that is not delivered
    /// then stays pending in the outbox. If the outbox is kept, the webhooks behind it stay pending too, untried.
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
                // There are no lanes before the start is complete.
                if (_sends)
                {
                    Open(agentId);
                }
            }
            else if (interrupts)
            {
                // Any other lane looks into the outbox again when it has finished its delivery.
                lane.Interrupt();
            }

            return true;
        }
    }

    private void Open(string agentId)
    {
        var lane = new WebhookLane(agentId);
        _lanes.Add(agentId, lane);

        // The delivery outlives the request that caused the event, so it must not run in the trace and the context of that request.
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
                // Another webhook may be first now, or none may be left.
                continue;
            }

            if ((isRetry && _stopping.IsCancellationRequested) || !await AttemptAsync(delivery).ConfigureAwait(false))
            {
                LogLeft(delivery.Event, delivery.AgentId, delivery.Url);
                if (outbox.IsKept)
                {
                    // The webhooks behind this one wait for it, also if the next process sends them.
                    return;
                }

                lane.Left = delivery.Number;
            }
        }
    }

    /// <summary>The next webhook of the lane, as soon as the outbox can be read; null if there is none, and the lane has ended.</summary>
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
                // Every failure is caught: a pending webhook must not wait for the agent's next event, which may never come.
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
            // The signal is taken before the outbox is read, so that no event is missed in between.
            var news = lane.NextNews();
            if (outbox.Next(lane.AgentId, lane.Left) is { } delivery)
            {
                return (delivery, news);
            }

            _lanes.Remove(lane.AgentId);
            return null;
        }
    }

    /// <summary>Waits for the moment of a retry; false if the wait was interrupted.</summary>
    private async Task<bool> IsDueAsync(WebhookDelivery delivery, Task news)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var pause = Task.Delay(Left(delivery), time, interrupted.Token);

        // The time is checked once more, because a test's clock may have moved just before the pause began.
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
            // This uses the system's clock: the caller of the disposal waits in real time, and the sender's own clock may stand still.
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
