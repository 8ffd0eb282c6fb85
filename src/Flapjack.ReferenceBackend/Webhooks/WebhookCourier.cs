using System.Net;
using Flapjack.ReferenceBackend.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Brings one webhook to its receiver: a few attempts, a bounded number of them at once, and a line in the log at the end.</summary>
internal sealed class WebhookCourier(
    WebhookOutbox outbox,
    Func<string, string> secretOf,
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
    /// <param name="noRetries">From then on, an attempt that fails is the last of this process.</param>
    /// <param name="aborted">Ends the attempt itself, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when it is neither delivered nor given up, but left to the next process.</returns>
    public async Task<bool> DeliverAsync(WebhookDelivery delivery, CancellationToken noRetries, CancellationToken aborted)
    {
        if (!await PauseAsync(Remaining(delivery), noRetries).ConfigureAwait(false) && outbox.IsKept && delivery.NextAttemptAt is not null)
        {
            return false;
        }

        var outcome = await AttemptAsync(delivery, aborted).ConfigureAwait(false);
        for (var failed = delivery.Attempts; outcome.Verdict == WebhookVerdict.Retry && DelayAfter(failed) is { } delay; failed++)
        {
            logger.WebhookRetried(delivery.Event, delivery.AgentId, delivery.Url.IdnHost, outcome.Reason, delay);
            Postpone(delivery, failed + 1, delay);
            if (!await PauseAsync(delay, noRetries).ConfigureAwait(false))
            {
                if (outbox.IsKept)
                {
                    return false;
                }

                break;
            }

            outcome = await AttemptAsync(delivery, aborted).ConfigureAwait(false);
        }

        LogEnd(delivery, outcome);
        return true;
    }

    public void Dispose()
    {
        _post.Dispose();
        _attempts.Dispose();
    }

    /// <summary>How long to wait before the next attempt; null when that many failed ones are enough.</summary>
    private static TimeSpan? DelayAfter(int failed) => failed switch
    {
        0 => TimeSpan.FromSeconds(0.5),
        1 => TimeSpan.FromSeconds(2),
        _ => null,
    };

    /// <summary>What is left of the delay that an earlier process began; never more than the delay, whatever the clock did since.</summary>
    private TimeSpan Remaining(WebhookDelivery delivery)
    {
        var left = delivery.NextAttemptAt - time.GetUtcNow() ?? TimeSpan.Zero;
        var whole = DelayAfter(delivery.Attempts - 1) ?? TimeSpan.Zero;
        return left > whole ? whole : left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private async Task<bool> PauseAsync(TimeSpan delay, CancellationToken noRetries)
    {
        await Task.Delay(delay, time, noRetries).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !noRetries.IsCancellationRequested;
    }

    private async Task<WebhookOutcome> AttemptAsync(WebhookDelivery delivery, CancellationToken aborted)
    {
        // held for the attempt only, so that an agent that waits for its retry takes nobody's place
        await _attempts.WaitAsync(aborted).ConfigureAwait(false);
        try
        {
            return await _post.SendAsync(delivery, secretOf(delivery.OrgId), aborted).ConfigureAwait(false);
        }
        finally
        {
            _attempts.Release();
        }
    }

    private void Postpone(WebhookDelivery delivery, int attempts, TimeSpan delay)
    {
        try
        {
            outbox.Postpone(delivery.Number, attempts, time.GetUtcNow() + delay);
        }
        catch (StoreException e)
        {
            // this process knows all the same
            logger.WebhookNotRecorded(e, delivery.Event, delivery.AgentId, delivery.Url.IdnHost);
        }
    }

    private void LogEnd(WebhookDelivery delivery, WebhookOutcome outcome)
    {
        if (outcome.Verdict == WebhookVerdict.Delivered)
        {
            logger.WebhookDelivered(delivery.Event, delivery.AgentId, delivery.Url.IdnHost, outcome.Reason);
        }
        else
        {
            logger.WebhookGivenUp(delivery.Event, delivery.AgentId, delivery.Url.IdnHost, outcome.Reason);
        }
    }
}
