using System.Net;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Brings one webhook to its receiver: a few attempts, a bounded number of them at once, and a line in the log at the end.</summary>
internal sealed class WebhookCourier(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    bool allowLoopback,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private const int AttemptsAtOnce = 8;

    private readonly WebhookPost _post = new(resolve, allowLoopback, time);
    private readonly SemaphoreSlim _attempts = new(AttemptsAtOnce);

    /// <summary>Ends when the webhook is delivered or given up.</summary>
    /// <param name="delivery">What to deliver.</param>
    /// <param name="noRetries">From then on, an attempt that fails is the last.</param>
    /// <param name="aborted">Ends the attempt itself, with an <see cref="OperationCanceledException"/>.</param>
    public async Task DeliverAsync(WebhookDelivery delivery, CancellationToken noRetries, CancellationToken aborted)
    {
        var (host, @event) = (delivery.Url.IdnHost, delivery.Event);
        var body = @event.ToJson();

        var outcome = await AttemptAsync(delivery, body, aborted).ConfigureAwait(false);
        for (var retry = 0; outcome.Verdict == WebhookVerdict.Retry && DelayBefore(retry) is { } delay; retry++)
        {
            logger.WebhookRetried(@event.Event, @event.AgentId, host, outcome.Reason, delay);
            if (!await PauseAsync(delay, noRetries).ConfigureAwait(false))
            {
                break;
            }

            outcome = await AttemptAsync(delivery, body, aborted).ConfigureAwait(false);
        }

        LogEnd(delivery, outcome);
    }

    public void Dispose()
    {
        _post.Dispose();
        _attempts.Dispose();
    }

    private static TimeSpan? DelayBefore(int retry) => retry switch
    {
        0 => TimeSpan.FromSeconds(0.5),
        1 => TimeSpan.FromSeconds(2),
        _ => null,
    };

    private async Task<bool> PauseAsync(TimeSpan delay, CancellationToken noRetries)
    {
        await Task.Delay(delay, time, noRetries).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !noRetries.IsCancellationRequested;
    }

    private async Task<WebhookOutcome> AttemptAsync(WebhookDelivery delivery, byte[] body, CancellationToken aborted)
    {
        // held for the attempt only, so that an agent that waits for its retry takes nobody's place
        await _attempts.WaitAsync(aborted).ConfigureAwait(false);
        try
        {
            return await _post.SendAsync(delivery, body, aborted).ConfigureAwait(false);
        }
        finally
        {
            _attempts.Release();
        }
    }

    private void LogEnd(WebhookDelivery delivery, WebhookOutcome outcome)
    {
        var (host, @event) = (delivery.Url.IdnHost, delivery.Event);
        if (outcome.Verdict == WebhookVerdict.Delivered)
        {
            logger.WebhookDelivered(@event.Event, @event.AgentId, host, outcome.Reason);
        }
        else
        {
            logger.WebhookGivenUp(@event.Event, @event.AgentId, host, outcome.Reason);
        }
    }
}
