using System.Globalization;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>
/// Starts the runs of cron triggers. The run is started first, under a key that is its occurrence, and then the trigger is moved to its next occurrence. If
/// the backend dies in between, the next process starts the same run again and finds it by its key.
/// </summary>
/// <param name="triggers">The triggers.</param>
/// <param name="start">Starts a run, or finds the run that the same key has started.</param>
/// <param name="logger">Told of triggers that fail.</param>
internal sealed class CronFiring(TriggerStore triggers, Func<RunStart, (Run Run, bool IsNew)> start, ILogger logger)
{
    /// <summary>How soon a trigger is tried again that failed, because the disk was full for example.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    /// <summary>Starts a run for each trigger that has an occurrence up to a time. A trigger that fails does not keep the others from their runs.</summary>
    /// <param name="now">The time.</param>
    /// <param name="stopping">Ends it before the next trigger.</param>
    /// <returns>When there is something to do again; null if never.</returns>
    public DateTimeOffset? FireDue(DateTimeOffset now, CancellationToken stopping)
    {
        var failed = false;
        foreach (var id in triggers.Due(now))
        {
            if (stopping.IsCancellationRequested)
            {
                return null;
            }

            failed |= !TryFire(id, now);
        }

        var next = triggers.NextAfter(now);
        var retry = now + RetryPause;
        return failed && !(next < retry) ? retry : next;
    }

    private bool TryFire(string id, DateTimeOffset now)
    {
        try
        {
            // It may have been deleted since the list was read.
            if (triggers.Find(id) is { NextAt: { } due } trigger)
            {
                Fire(trigger, due, now);
            }

            return true;
        }
        catch (Refusal gone) when (gone.Kind == RefusalKind.NotFound)
        {
            // The runner or the trigger was deleted at this moment, and the trigger's row with it.
            return true;
        }
        catch (Exception e)
        {
            logger.TriggerNotFired(e, id);
            return false;
        }
    }

    private void Fire(StoredTrigger trigger, DateTimeOffset due, DateTimeOffset now)
    {
        var schedule = new CronSchedule(trigger.Document.CronExpression!, trigger.Document.TimeZone);
        if (schedule.LatestOf(due, now) is { } occurrence)
        {
            start(new(trigger.Row.OrgId, trigger.Document.RunnerId!, TriggerService.ActorOf(trigger))
            {
                Input = trigger.Document.Input,
                Origin = TriggerKinds.Cron,
                TriggerId = trigger.Id,
                Key = occurrence.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            });
        }
        else
        {
            logger.OccurrenceTooOld(trigger.Id, due, CronSchedule.LongestDelay.TotalHours);
        }

        triggers.Advance(trigger, schedule.After(now));
    }
}
