using Flapjack.ReferenceBackend.Telemetry;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Makes the attempts to deliver webhooks, a limited number at once. Records each attempt and its consequence.</summary>
internal sealed class WebhookCourier(WebhookOutbox outbox, WebhookPost post, WebhookRetryPlan plan, TimeProvider time, ILogger logger, BackendTelemetry telemetry) : IDisposable
{
    private const int AttemptsAtOnce = 8;

    private static readonly TimeSpan RecordPause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _places = new(AttemptsAtOnce);

    /// <summary>Makes one attempt, and records the result in the outbox.</summary>
    /// <param name="delivery">What to deliver.</param>
    /// <param name="stopping">After this, a result that can't be recorded is dropped.</param>
    /// <param name="aborted">Cuts the attempt off. If it has not begun, an <see cref="OperationCanceledException"/> is thrown.</param>
    /// <returns>False if the result could not be recorded: the next process has to send the webhook again.</returns>
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
        // The place is held only during the attempt, so that an agent that waits for its retry takes no place from others.
        await _places.WaitAsync(aborted).ConfigureAwait(false);
        try
        {
            var (begunAt, begun) = (time.GetUtcNow(), time.GetTimestamp());
            // The attempt belongs to the trace of its event, and not to the trace of what has woken the lane.
            telemetry.Tracing.Enter(delivery.Trace);
            using var span = WebhookAttemptSpan.Begin(telemetry, delivery);
            var outcome = await OutcomeAsync(delivery, begunAt, aborted).ConfigureAwait(false);
            var made = new WebhookTry(begunAt, time.GetElapsedTime(begun), outcome);
            span.End(made, ProgressAfter(delivery, outcome).State);
            return made;
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
            return await post.SendAsync(delivery, now, telemetry.Tracing.Carried, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return new(WebhookVerdict.CutOff, "was cut off: the backend was shutting down");
        }
        catch (Exception exception)
        {
            // An event that can't even be sent must not block the events behind it.
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

    /// <summary>Stores the result, however long that takes. Sending the webhook once more would not help if the disk is full.</summary>
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
                // Every failure of the store is caught: if this lane ended, the webhooks behind this one would never be sent.
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
