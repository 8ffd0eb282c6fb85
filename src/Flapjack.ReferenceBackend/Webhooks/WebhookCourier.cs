using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Makes the attempts to deliver webhooks, a bounded number of them at once; records each of them, and what follows from it.</summary>
internal sealed class WebhookCourier(WebhookOutbox outbox, WebhookPost post, WebhookRetryPlan plan, TimeProvider time, ILogger logger) : IDisposable
{
    private const int AttemptsAtOnce = 8;

    private static readonly TimeSpan RecordPause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _places = new(AttemptsAtOnce);

    /// <summary>Makes one attempt. What has become of the webhook is in the outbox then.</summary>
    /// <param name="delivery">What to deliver.</param>
    /// <param name="stopping">From then on, what can't be recorded is left alone.</param>
    /// <param name="aborted">Cuts the attempt off; with an <see cref="OperationCanceledException"/> if it had not begun.</param>
    /// <returns>False when the outbox does not say what has become of it: the next process has to send it again.</returns>
    public async Task<bool> AttemptAsync(WebhookDelivery delivery, CancellationToken stopping, CancellationToken aborted)
    {
        var made = await PostAsync(delivery, aborted).ConfigureAwait(false);
        var progress = ProgressAfter(delivery, made.Outcome);
        if (!await RecordAsync(delivery, made, progress, stopping).ConfigureAwait(false))
        {
            return false;
        }

        Log(delivery, made.Outcome, progress);
        return made.Outcome.Verdict != WebhookVerdict.CutOff;
    }

    public void Dispose()
    {
        post.Dispose();
        _places.Dispose();
    }

    private async Task<WebhookTry> PostAsync(WebhookDelivery delivery, CancellationToken aborted)
    {
        // held for the attempt only, so that an agent that waits for its retry takes nobody's place
        await _places.WaitAsync(aborted).ConfigureAwait(false);
        try
        {
            var (begunAt, begun) = (time.GetUtcNow(), time.GetTimestamp());
            var outcome = await OutcomeAsync(delivery, begunAt, aborted).ConfigureAwait(false);
            return new(begunAt, time.GetElapsedTime(begun), outcome);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<WebhookOutcome> OutcomeAsync(WebhookDelivery delivery, DateTimeOffset now, CancellationToken aborted)
    {
        try
        {
            return await post.SendAsync(delivery, now, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return new(WebhookVerdict.CutOff, "was cut off: the backend was shutting down");
        }
        catch (Exception exception)
        {
            // an event that can't even be sent must not hold up those behind it
            logger.WebhookBroken(exception, delivery.Event, delivery.AgentId, delivery.Url.IdnHost);
            return new(WebhookVerdict.GiveUp, $"could not be sent: {exception.GetType().Name}");
        }
    }

    private WebhookProgress ProgressAfter(WebhookDelivery delivery, WebhookOutcome outcome)
    {
        var made = delivery.Attempts + 1;
        return outcome.Verdict switch
        {
            WebhookVerdict.Delivered => new(WebhookState.Delivered, made, null, time.GetUtcNow()),
            WebhookVerdict.CutOff => new(WebhookState.Pending, delivery.Attempts, delivery.NextAttemptAt, null),
            WebhookVerdict.Retry when plan.PauseAfter(made, outcome.RetryAfter) is { } pause =>
                new(WebhookState.Pending, made, time.GetUtcNow() + pause, null),
            _ => new(WebhookState.Dead, made, null, time.GetUtcNow()),
        };
    }

    /// <summary>Stores what was done, however long that takes: to send it once more would not help the disk.</summary>
    private async Task<bool> RecordAsync(WebhookDelivery delivery, WebhookTry made, WebhookProgress progress, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                outbox.Record(delivery.Number, made, progress);
                return true;
            }
            catch (Exception exception)
            {
                // whatever the store says: an end of this lane would keep all that is behind it from ever being sent
                logger.WebhookNotRecorded(exception, delivery.Event, delivery.AgentId, delivery.Url.IdnHost);
            }

            await Task.Delay(RecordPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private void Log(WebhookDelivery delivery, WebhookOutcome outcome, WebhookProgress progress)
    {
        if (progress.State == WebhookState.Delivered)
        {
            logger.WebhookDelivered(delivery.Event, delivery.AgentId, delivery.Url.IdnHost, outcome.Reason);
        }
        else if (progress.State == WebhookState.Dead)
        {
            logger.WebhookGivenUp(delivery.Event, delivery.AgentId, delivery.Url.IdnHost, outcome.Reason);
        }
        else if (progress.NextAttemptAt is { } next && outcome.Verdict == WebhookVerdict.Retry)
        {
            var left = WebhookRetryPlan.Remaining(progress.Attempts, next, time.GetUtcNow());
            logger.WebhookRetried(delivery.Event, delivery.AgentId, delivery.Url.IdnHost, outcome.Reason, left);
        }
    }
}
