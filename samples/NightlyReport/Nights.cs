using Flapjack.Sdk;

namespace NightlyReport;

/// <summary>Two nights of the runner: one after a day with orders, one after a day without.</summary>
/// <param name="flapjack">The client.</param>
/// <param name="runner">The runner.</param>
/// <param name="clock">The backend's clock.</param>
internal sealed class Nights(FlapjackClient flapjack, ReportRunner runner, NightClock clock)
{
    private static readonly RunPollOptions Often = new() { Interval = TimeSpan.FromMilliseconds(50), Timeout = TimeSpan.FromSeconds(45) };

    public async Task WatchAsync(ReportReceiver receiver, CancellationToken cancellationToken)
    {
        await runner.TakeOrdersAsync(flapjack, cancellationToken);
        var busy = await SleepUntilRunAsync("The night after a busy day", previous: null, cancellationToken);
        foreach (var report in receiver.Reports.Values)
        {
            Screen.Say($"Received, and the signature is genuine: {report}");
        }

        await SleepUntilRunAsync("The night after a day without orders", busy.Id, cancellationToken);

        Screen.Heading("What the first report took");
        foreach (var step in busy.Steps.Where(step => step.Kind == RunnerStepKind.Agent))
        {
            var trace = await flapjack.GetTraceAsync(step.TraceId!, cancellationToken);
            foreach (var root in trace.BuildSpanTree())
            {
                Screen.Show(root);
            }
        }

        Screen.Heading("Analytics");
        Screen.Show(await flapjack.GetRunnerAnalyticsAsync(runner.Id, AnalyticsPeriod.Days7, cancellationToken));
    }

    /// <summary>Puts the clock forward to the next occurrence of the trigger, and follows the run that it starts.</summary>
    private async Task<RunnerRun> SleepUntilRunAsync(string heading, string? previous, CancellationToken cancellationToken)
    {
        var triggers = await flapjack.ListRunnerTriggersAsync(runner.Id, cancellationToken);
        var night = triggers.Single(trigger => trigger.Id == runner.Trigger.Id).NextRunAt!.Value;
        Screen.Heading($"{heading}: {night:yyyy-MM-dd HH:mm} UTC");
        clock.AdvanceTo(night);

        var runId = await NewestRunAsync(previous, cancellationToken);
        await foreach (var step in flapjack.WatchRunAsync(runner.Id, runId, Often, cancellationToken))
        {
            Screen.Show(step);
        }

        var run = (await flapjack.GetRunAsync(runner.Id, runId, cancellationToken)).EnsureCompleted();
        Screen.Show(run);
        return run;
    }

    /// <summary>The clock of the backend starts the run on its own, so the program looks until the run is there.</summary>
    private async Task<string> NewestRunAsync(string? previous, CancellationToken cancellationToken)
    {
        for (var look = 0; look < 900; look++)
        {
            var page = await flapjack.GetRunPageAsync(runner.Id, new() { Limit = 1 }, cancellationToken: cancellationToken);
            if (page.Runs is [var run] && run.Id != previous)
            {
                return run.Id;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        throw new FlapjackException("The trigger has started no run within 45 seconds.");
    }
}
