using System.Net;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// Delivers webhooks in the background. Those of one agent go in order, each after the one before it was delivered or given
/// up; agents do not wait for one another.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WebhookLane> _lanes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly WebhookCourier _courier;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task? _ended;

    public WebhookSender(
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        bool allowLoopback,
        TimeProvider time,
        ILogger logger)
    {
        _courier = new WebhookCourier(resolve, allowLoopback, time, logger);
        _time = time;
        _logger = logger;
    }

    /// <summary>Takes an event for delivery and returns at once. After disposal has begun, events are dropped and logged.</summary>
    public void Enqueue(Uri url, string secret, WebhookEvent @event)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        ArgumentNullException.ThrowIfNull(@event);

        var delivery = new WebhookDelivery(url, secret, @event);
        if (!TryTake(delivery))
        {
            _logger.WebhookDropped(@event.Event, @event.AgentId, url.IdnHost);
        }
    }

    /// <summary>Stops taking, gives each event that waits one attempt within two seconds altogether, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        Task ended;
        lock (_gate)
        {
            ended = _ended ??= EndAsync([.. _lanes.Values.Select(lane => lane.Running)]);
        }

        await ended.ConfigureAwait(false);
    }

    private bool TryTake(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            if (_ended is not null)
            {
                return false;
            }

            if (_lanes.TryGetValue(delivery.Event.AgentId, out var lane))
            {
                lane.Waiting.Enqueue(delivery);
                return true;
            }

            lane = new WebhookLane(delivery.Event.AgentId);
            lane.Waiting.Enqueue(delivery);
            _lanes.Add(lane.AgentId, lane);

            // the request that caused the event must not lend its trace and its context to a delivery that outlives it
            using (ExecutionContext.SuppressFlow())
            {
                lane.Running = Task.Run(() => RunAsync(lane));
            }

            return true;
        }
    }

    private async Task RunAsync(WebhookLane lane)
    {
        while (TakeNext(lane) is { } delivery)
        {
            var (url, @event) = (delivery.Url, delivery.Event);
            try
            {
                await _courier.DeliverAsync(delivery, _stopping.Token, _aborted.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
            {
                _logger.WebhookDropped(@event.Event, @event.AgentId, url.IdnHost);
            }
            catch (Exception exception)
            {
                // an event that can't even be sent must not hold up those behind it
                _logger.WebhookBroken(exception, @event.Event, @event.AgentId, url.IdnHost);
            }
        }
    }

    private WebhookDelivery? TakeNext(WebhookLane lane)
    {
        lock (_gate)
        {
            if (lane.Waiting.TryDequeue(out var delivery))
            {
                return delivery;
            }

            _lanes.Remove(lane.AgentId);
            return null;
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
