using System.Net;
using Flapjack.ReferenceBackend.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// Delivers webhooks in the background, at least once: each lies in the outbox until it is delivered or given up. Those of one agent go in
/// order, each after the one before it; agents do not wait for one another.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WebhookLane> _lanes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly WebhookOutbox _outbox;
    private readonly WebhookCourier _courier;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private bool _sends;
    private Task? _ended;

    public WebhookSender(
        WebhookOutbox outbox,
        Func<string, string> secretOf,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        bool allowLoopback,
        TimeProvider time,
        ILogger logger)
    {
        _outbox = outbox;
        _courier = new WebhookCourier(outbox, secretOf, resolve, allowLoopback, time, logger);
        _time = time;
        _logger = logger;
    }

    /// <summary>Stores an event for delivery and returns. What comes after disposal has begun is kept for the next start or, in memory, dropped.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public void Enqueue(Uri url, WebhookEvent @event) => _outbox.Write(db => Enqueue(db, url, @event));

    /// <summary>The same as part of a larger change: the event is sent if the change is made, and only then.</summary>
    public void Enqueue(StoreSession db, Uri url, WebhookEvent @event)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(@event);

        WebhookOutbox.Add(db, url, @event, _time.GetUtcNow());
        db.OnCommitted(() =>
        {
            if (!TryWake(@event.AgentId))
            {
                LogLeft(@event.Event, @event.AgentId, url);
            }
        });
    }

    /// <summary>Begins to send, with what an earlier process left. To be called once, when receivers may ask back.</summary>
    public void SendPending()
    {
        lock (_gate)
        {
            _sends = true;
        }

        foreach (var agentId in _outbox.Agents())
        {
            TryWake(agentId);
        }
    }

    /// <summary>Gives each event that waits one attempt within two seconds altogether, then ends. What is not delivered stays in the outbox.</summary>
    public async ValueTask DisposeAsync()
    {
        Task ended;
        lock (_gate)
        {
            ended = _ended ??= EndAsync([.. _lanes.Values.Select(lane => lane.Running)]);
        }

        await ended.ConfigureAwait(false);
    }

    private bool TryWake(string agentId)
    {
        lock (_gate)
        {
            if (_ended is not null)
            {
                return false;
            }

            // one that is there looks into the outbox once more before it goes; before the start is through, none does
            if (_sends && !_lanes.ContainsKey(agentId))
            {
                var lane = new WebhookLane(agentId);
                _lanes.Add(agentId, lane);

                // the request that caused the event must not lend its trace and its context to a delivery that outlives it
                using (ExecutionContext.SuppressFlow())
                {
                    lane.Running = Task.Run(() => RunAsync(lane));
                }
            }

            return true;
        }
    }

    private async Task RunAsync(WebhookLane lane)
    {
        while (TakeNext(lane) is { } delivery)
        {
            try
            {
                if (await _courier.DeliverAsync(delivery, _stopping.Token, _aborted.Token).ConfigureAwait(false))
                {
                    Remove(delivery);
                    continue;
                }
            }
            catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
            {
            }
            catch (Exception exception) when (exception is not StoreException)
            {
                // an event that can't even be sent must not hold up those behind it
                _logger.WebhookBroken(exception, delivery.Event, delivery.AgentId, delivery.Url.IdnHost);
                Remove(delivery);
                continue;
            }
            catch (StoreException exception)
            {
                _logger.WebhooksUnreadable(exception, lane.AgentId);
                continue;
            }

            LogLeft(delivery.Event, delivery.AgentId, delivery.Url);
            if (_outbox.IsKept)
            {
                // those behind it wait for it, also when the next process sends them
                return;
            }
        }
    }

    private WebhookDelivery? TakeNext(WebhookLane lane)
    {
        lock (_gate)
        {
            try
            {
                if (_outbox.Next(lane.AgentId, lane.Last) is { } delivery)
                {
                    lane.Last = delivery.Number;
                    return delivery;
                }
            }
            catch (StoreException exception)
            {
                _logger.WebhooksUnreadable(exception, lane.AgentId);
            }

            _lanes.Remove(lane.AgentId);
            return null;
        }
    }

    private void Remove(WebhookDelivery delivery)
    {
        try
        {
            _outbox.Remove(delivery.Number);
        }
        catch (StoreException exception)
        {
            _logger.WebhookNotRecorded(exception, delivery.Event, delivery.AgentId, delivery.Url.IdnHost);
        }
    }

    private void LogLeft(string @event, string agentId, Uri url)
    {
        if (_outbox.IsKept)
        {
            _logger.WebhookKept(@event, agentId, url.IdnHost);
        }
        else
        {
            _logger.WebhookDropped(@event, agentId, url.IdnHost);
        }
    }

    private async Task EndAsync(Task[] lanes)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(lanes).WaitAsync(DrainLimit, _time).ConfigureAwait(false);
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
