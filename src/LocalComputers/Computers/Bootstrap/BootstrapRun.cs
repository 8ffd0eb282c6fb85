using LocalComputers.Journals;
using LocalComputers.Processes;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>One attempt to set a computer up, with its log.</summary>
internal sealed partial class BootstrapRun(string id, string agentId, Journal journal, ComputerServices services) : IAsyncDisposable
{
    private readonly BootstrapFrames _frames = new(journal, services.Door.Bootstraps, services.Names.Word);
#pragma warning disable CA2213 // Holds nothing that needs disposal, and a caller may still end the run when its computer has gone.
    private readonly CancellationTokenSource _killed = new();
#pragma warning restore CA2213
    private ComputerPhase _killedBy = ComputerPhase.Error;
    private Task _running = Task.CompletedTask;
    private bool _isMade;

    public string Id => id;

    public Journal Journal => journal;

    private string AskAgain => services.Door.Bootstraps.AskAgain;

    /// <summary>A bootstrap of an earlier process, with its log. A bootstrap that did not end in that process has failed.</summary>
    public static BootstrapRun Restore(BootstrapRunRecord record, ComputerServices services)
    {
        var (journal, isWhole) = ReopenOrBegin(services.JournalPath(record.Id), services.Door.NewFormat($"{record.Id}:"));
        var run = new BootstrapRun(record.Id, record.AgentId, journal, services);
        // The bootstrap's row is stored before its last frame is written, so a crash between the two leaves a journal without an end.
        if (journal.Last() is not { } last || !services.Door.Bootstraps.IsEnd(last))
        {
            if (record.End is null || !isWhole)
            {
                run._frames.Complain(isWhole ? "the backend ended while this bootstrap ran." : "the log of this bootstrap is lost.");
            }

            run._frames.End(record.End?.Phase ?? ComputerPhase.Error, record.End?.ExitCode, record.End?.StderrTail);
        }

        journal.Complete();
        return run;
    }

    /// <summary>Starts the bootstrap in the background.</summary>
    /// <param name="prepare">Makes the computer's folders anew.</param>
    /// <param name="steps">What to run.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="settle">Told the outcome before the log's readers are told, so that they find the computer in the state that they read of.</param>
    public void Start(Func<CancellationToken, Task> prepare, IEnumerable<BootstrapStep> steps, StepRunner run, Action<BootstrapOutcome> settle) =>
        _running = Task.Run(() => RunAsync(prepare, steps, run, settle));

    /// <summary>Ends it, if it still runs, and waits until its processes are dead.</summary>
    /// <param name="phase">What becomes of the computer: error or destroyed.</param>
    public async Task KillAsync(ComputerPhase phase)
    {
        _killedBy = phase;
        await _killed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    /// <summary>Ends it, if it still runs, and leaves its log for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync(ComputerPhase.Error).ConfigureAwait(false);
        journal.Dispose();
    }

    /// <summary>Ends it, if it still runs, and removes its log, once its readers have left.</summary>
    public async Task DeleteAsync()
    {
        await KillAsync(ComputerPhase.Destroyed).ConfigureAwait(false);
        journal.Remove();
    }

    private static (Journal Journal, bool IsWhole) ReopenOrBegin(string path, FrameFormat format)
    {
        try
        {
            return (Journal.Reopen(path, format), true);
        }
        catch (JournalGapException)
        {
            JournalFiles.RemoveAt(path);
            return (new(path, format), false);
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> prepare, IEnumerable<BootstrapStep> steps, StepRunner run, Action<BootstrapOutcome> settle)
    {
        using var span = BootstrapSpan.Begin(agentId, id, services);
        var outcome = new BootstrapOutcome(ComputerPhase.Error, null);
        try
        {
            outcome = await SetUpAsync(prepare, steps, run, span).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever went wrong, the computer must not stay in bootstrapping for ever.
            LogFailed(services.Logger, id, e);
            _frames.Complain("the bootstrap failed; the backend's log tells why.");
        }

        try
        {
            settle(outcome with { IsMade = _isMade, StderrTail = outcome.Phase == ComputerPhase.Ready ? null : _frames.StderrTail });
        }
        catch (Exception e)
        {
            LogFailed(services.Logger, id, e);
            _frames.Complain($"the end of this bootstrap could not be stored, so the computer has failed; see to the backend's disk, and {AskAgain}.");
            outcome = new(ComputerPhase.Error, outcome.ExitCode);
        }

        span.End(outcome.Phase, outcome.ExitCode);
        _frames.End(outcome.Phase, outcome.ExitCode, outcome.StderrTail);
        journal.Complete();
    }

    private async Task<BootstrapOutcome> SetUpAsync(Func<CancellationToken, Task> prepare, IEnumerable<BootstrapStep> steps, StepRunner run, BootstrapSpan span)
    {
        int? exitCode = null;
        try
        {
            _frames.Phase(ComputerPhase.Bootstrapping);
            await prepare(_killed.Token).ConfigureAwait(false);
            _isMade = true;
            foreach (var step in steps)
            {
                _frames.Step(step.Shown);
                span.StepBegins();
                step.Prepare?.Invoke();
                exitCode = step.Command.Length == 0 ? 0 : (await run(step, _frames, _killed.Token).ConfigureAwait(false)).ExitCode;
                span.StepEnded(exitCode.Value);
                _killed.Token.ThrowIfCancellationRequested();
                if (exitCode != 0)
                {
                    Explain(step, exitCode.Value);
                    return new(ComputerPhase.Error, exitCode);
                }
            }

            return new(ComputerPhase.Ready, exitCode);
        }
        catch (OperationCanceledException) when (_killed.IsCancellationRequested)
        {
            return new(_killedBy, null);
        }
        catch (ComputerNotMadeException e)
        {
            LogFailed(services.Logger, id, e);
            _frames.Complain(e.Message);
            return new(ComputerPhase.Error, null);
        }
        catch (Exception e) when (StoreException.MeansFullDisk(e))
        {
            LogFailed(services.Logger, id, e);
            _frames.Complain($"the backend's disk is full; make room, and {AskAgain}.");
            return new(ComputerPhase.Error, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProcessStartException)
        {
            LogFailed(services.Logger, id, e);
            _frames.Complain(Why(e));
            return new(ComputerPhase.Error, null);
        }
    }

    // The messages of .NET name the file's place on the host, which users must not see.
    private static string Why(Exception e) =>
        e is ProcessStartException start ? start.ForCallers : "the computer's files could not be made; the backend's log tells more.";

    private void Explain(BootstrapStep step, int exitCode)
    {
        if (step.Advise?.Invoke(exitCode, _frames.StderrTail) is { } advice)
        {
            _frames.Complain(advice);
        }

        _frames.Complain($"'{step.Shown}' ended with exit code {exitCode}; the bootstrap stops here.");
    }

    [LoggerMessage(LogLevel.Error, "Bootstrap {RunId} failed.")]
    private static partial void LogFailed(ILogger logger, string runId, Exception exception);
}
