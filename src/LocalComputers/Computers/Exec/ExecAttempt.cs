using LocalComputers.Processes;
using LocalComputers.Shells;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers.Exec;

/// <summary>The one attempt to run a command: its computer is woken, its shell runs, and its computer is told of the end.</summary>
/// <param name="start">What is started.</param>
/// <param name="host">The computer that it runs on.</param>
/// <param name="stop">Says when it is to stop.</param>
/// <param name="services">What the computers of a backend share.</param>
internal sealed partial class ExecAttempt(ShellStart start, ExecHost host, ExecStop stop, ComputerServices services)
{
    private ExecWords Words => services.Door.Execs;

    /// <summary>When the command ended, if the store has its end by the change in which the door noted the end; null if that is still to be stored.</summary>
    public DateTimeOffset? EndStoredAt { get; private set; }

    /// <summary>Begins the span of the command.</summary>
    public ExecSpan BeginSpan() => ExecSpan.Begin(start, host, services);

    /// <summary>Runs the command to its end.</summary>
    /// <returns>How the command ended. By then its computer was told, because a reader of the end may start the next command at once.</returns>
    public async Task<ExecEnd> RunAsync(ExecFrames frames, ExecOutput output, ExecSpan span)
    {
        var begin = services.Clock.GetTimestamp();
        ShellExit? exit = null;
        ExecEnd? end = null;
        try
        {
            frames.Started(start.Id, host.ComputerId);
        }
        catch (Exception e)
        {
            LogNotBegun(services.Logger, start.Id, e);
            end = Words.Failed(ExecFailure.NotStarted, "The backend could not record the command's first event, and did not start it.");
            Ended(null, TimeSpan.Zero, end);
            return end;
        }

        try
        {
            if (stop.Asked.IsCancellationRequested)
            {
                return end = stop.EndBeforeStart;
            }

            await host.WakeAsync(stop.Asked).ConfigureAwait(false);
            begin = services.Clock.GetTimestamp();
            span.ShellStarts();
            var shell = await services.Shell.RunAsync(start with { Trace = span.Carried }, output, stop.Asked).ConfigureAwait(false);
            var duration = services.Clock.GetElapsedTime(begin);
            var whole = output.End(shell, duration);
            span.ShellEnded(whole, stop.Asked.IsCancellationRequested);
            end = stop.EndOfComputer ?? Words.Exit(whole);
            exit = shell;
            return end;
        }
        catch (OperationCanceledException) when (stop.Asked.IsCancellationRequested)
        {
            return end = stop.EndBeforeStart;
        }
        catch (ComputerUnavailableException e)
        {
            return end = Words.Failed(ExecFailure.ComputerGone, $"The computer could not be woken: it is in state '{e.Phase}'.");
        }
        catch (Exception e) when (e is ProcessStartException or StoreException)
        {
            // Only the wake asks the store, so nothing has begun. The store's own message names places of the host, which callers must not see.
            LogNotStarted(services.Logger, start.Id, e);
            return end = Words.Failed(ExecFailure.NotStarted, e is StoreException unstored ? unstored.ForCallers : ((ProcessStartException)e).ForCallers);
        }
        finally
        {
            Ended(exit, services.Clock.GetElapsedTime(begin), end);
        }
    }

    /// <summary>Says that the computer has a moment to get ready for its next command: the readers of this command know how it ended.</summary>
    public void PrepareNext()
    {
        if (!stop.Asked.IsCancellationRequested)
        {
            services.Shell.Prepare(start);
        }
    }

    // The end is stored before the journal has it. If this process dies in between, the journal gets its last frame from the store when it is opened again.
    private void Ended(ShellExit? exit, TimeSpan duration, ExecEnd? end)
    {
        var at = services.Clock.GetUtcNow();
        host.Ended(start, exit, duration, end is null ? null : db =>
        {
            ExecStore.End(db, start.Id, at, end.Outcome);
            db.OnCommitted(() => EndStoredAt = at);
        });
    }

    [LoggerMessage(LogLevel.Warning, "{ExecId} could not be started.")]
    private static partial void LogNotStarted(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The first event of {ExecId} could not be recorded; the command was not started.")]
    private static partial void LogNotBegun(ILogger logger, string execId, Exception exception);
}
