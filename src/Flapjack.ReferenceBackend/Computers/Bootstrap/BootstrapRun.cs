using Flapjack.ReferenceBackend.Computers.Journals;
using Flapjack.ReferenceBackend.Processes;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers.Bootstrap;

/// <summary>One attempt to set a computer up, with its log.</summary>
internal sealed partial class BootstrapRun(string id, Journal journal, ILogger logger) : IAsyncDisposable
{
    private readonly BootstrapFrames _frames = new(journal);
#pragma warning disable CA2213 // Holds nothing that needs disposal, and a caller may still end the run when its computer has gone.
    private readonly CancellationTokenSource _killed = new();
#pragma warning restore CA2213
    private ComputerLifecycleStatus _killedBy;
    private Task _running = Task.CompletedTask;

    public string Id => id;

    public Journal Journal => journal;

    /// <summary>A bootstrap of an earlier process, with what it said. One that nobody ended has failed.</summary>
    public static async Task<BootstrapRun> RestoreAsync(BootstrapRunRecord record, ComputerServices services, CancellationToken cancellationToken)
    {
        var (journal, isWhole) = ReopenOrBegin(services.JournalPath(record.Id), $"{record.Id}:");
        var run = new BootstrapRun(record.Id, journal, services.Logger);
        // Its row is written before its last word, and by a restart after it; the crash may have come in between.
        if (await LastFrame.OfAsync(journal, cancellationToken).ConfigureAwait(false) is not { Event: "done" })
        {
            if (record.End is null || !isWhole)
            {
                run._frames.Complain(isWhole ? "the backend ended while this bootstrap ran." : "the log of this bootstrap is lost.");
            }

            run.TellEnd(new(record.End?.Status ?? ComputerLifecycleStatus.Error, record.End?.ExitCode, record.End?.StderrTail));
        }

        journal.Complete();
        return run;
    }

    /// <summary>Starts the bootstrap in the background.</summary>
    /// <param name="prepare">Makes the computer's folders anew.</param>
    /// <param name="steps">What to run.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="settle">Told the outcome before the log's readers are, so that they find the computer in the state they read of.</param>
    public void Start(Func<CancellationToken, Task> prepare, IEnumerable<BootstrapStep> steps, StepRunner run, Action<BootstrapOutcome> settle) =>
        _running = Task.Run(() => RunAsync(prepare, steps, run, settle));

    /// <summary>Ends it, if it still runs, and waits until its processes are dead.</summary>
    /// <param name="status">What becomes of the computer: error or destroyed.</param>
    public async Task KillAsync(ComputerLifecycleStatus status)
    {
        _killedBy = status;
        await _killed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    /// <summary>Ends it, if it still runs, and leaves its log for the next process.</summary>
    public async Task CloseAsync()
    {
        await KillAsync(ComputerLifecycleStatus.Error).ConfigureAwait(false);
        journal.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(ComputerLifecycleStatus.Destroyed).ConfigureAwait(false);
        journal.Dispose();
    }

    private static (Journal Journal, bool IsWhole) ReopenOrBegin(string path, string idPrefix)
    {
        try
        {
            return (Journal.Reopen(path, idPrefix), true);
        }
        catch (JournalGapException)
        {
            JournalFiles.Remove(path);
            return (new(path, idPrefix), false);
        }
    }

    private void TellEnd(BootstrapOutcome outcome)
    {
        _frames.Status(outcome.Status);
        _frames.Done(outcome.Status, outcome.ExitCode, outcome.StderrTail);
    }

    private async Task RunAsync(Func<CancellationToken, Task> prepare, IEnumerable<BootstrapStep> steps, StepRunner run, Action<BootstrapOutcome> settle)
    {
        var outcome = new BootstrapOutcome(ComputerLifecycleStatus.Error, null);
        try
        {
            outcome = await SetUpAsync(prepare, steps, run).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was, the computer must not stay in bootstrapping for ever.
            LogFailed(logger, id, e);
        }

        try
        {
            settle(outcome with { StderrTail = outcome.Status == ComputerLifecycleStatus.Ready ? null : _frames.StderrTail });
        }
        catch (Exception e)
        {
            // It could not be stored, and so the computer has failed.
            LogFailed(logger, id, e);
            outcome = new(ComputerLifecycleStatus.Error, outcome.ExitCode);
        }

        try
        {
            TellEnd(outcome);
        }
        catch (IOException e)
        {
            // The readers see a stream that ends without its last event, which is the truth.
            LogFailed(logger, id, e);
        }
        finally
        {
            journal.Complete();
        }
    }

    private async Task<BootstrapOutcome> SetUpAsync(Func<CancellationToken, Task> prepare, IEnumerable<BootstrapStep> steps, StepRunner run)
    {
        int? exitCode = null;
        try
        {
            _frames.Status(ComputerLifecycleStatus.Bootstrapping);
            await prepare(_killed.Token).ConfigureAwait(false);
            foreach (var step in steps)
            {
                _frames.Step(step.Shown);
                step.Prepare?.Invoke();
                exitCode = (await run(step, _frames, _killed.Token).ConfigureAwait(false)).ExitCode;
                _killed.Token.ThrowIfCancellationRequested();
                if (exitCode != 0)
                {
                    Explain(step, exitCode.Value);
                    return new(ComputerLifecycleStatus.Error, exitCode);
                }
            }

            return new(ComputerLifecycleStatus.Ready, exitCode);
        }
        catch (OperationCanceledException) when (_killed.IsCancellationRequested)
        {
            return new(_killedBy, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProcessStartException)
        {
            LogFailed(logger, id, e);
            _frames.Complain(Why(e));
            return new(ComputerLifecycleStatus.Error, null);
        }
    }

    // What .NET says of a file names its place on the host.
    private static string Why(Exception e) => e switch
    {
        ProcessStartException start => start.ForCallers,
        _ when StoreException.MeansFullDisk(e) => "the disk of the backend is full; make room and try again.",
        _ => "the computer's files could not be made; the backend's log tells more.",
    };

    private void Explain(BootstrapStep step, int exitCode)
    {
        if (step.Advice is not null)
        {
            _frames.Complain(step.Advice);
        }

        _frames.Complain($"'{step.Shown}' ended with exit code {exitCode}; the bootstrap stops here.");
    }

    [LoggerMessage(LogLevel.Error, "Bootstrap {RunId} failed.")]
    private static partial void LogFailed(ILogger logger, string runId, Exception exception);
}
