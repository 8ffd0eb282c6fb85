using Flapjack.ReferenceBackend.Processes;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>One command on a computer, from its first frame to its last.</summary>
internal sealed partial class ExecRun(
    ShellStart start, string computerId, Shell shell, Journal journal, ComputerNaming naming, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly ExecFrames _frames = new(journal, naming);
    private readonly CancellationTokenSource _killed = new();
    private volatile bool _destroyed;
    private Task _running = Task.CompletedTask;

    public string Id => start.Id;

    public JournalReader OpenReader() => journal.OpenReader();

    /// <summary>Starts the command. What goes wrong from here on is told in the journal, since the caller's headers are out.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Kills the command with all that it started, because its computer goes, and says so to whoever reads.</summary>
    public async Task DestroyAsync()
    {
        _destroyed = true;
        await KillAsync().ConfigureAwait(false);
    }

    /// <summary>Kills the command, if it still runs, with all that it started; then removes its journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        journal.Dispose();
        _killed.Dispose();
    }

    private async Task KillAsync()
    {
        await _killed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var begin = clock.GetTimestamp();
        try
        {
            _frames.Started(Id, computerId);
            _killed.Token.ThrowIfCancellationRequested();
            var exit = await shell.RunAsync(start, _frames, _killed.Token).ConfigureAwait(false);
            _frames.Exit(exit, clock.GetElapsedTime(begin));
        }
        catch (OperationCanceledException) when (_killed.IsCancellationRequested)
        {
            if (_destroyed)
            {
                _frames.Error("SANDBOX_DESTROYED", "The computer was destroyed while the command ran.");
            }
        }
        catch (ProcessStartException e)
        {
            _frames.Error("EXEC_START_FAILED", e.Message);
        }
        catch (IOException e)
        {
            // The readers see a stream that ends without its last event, which is the truth.
            LogJournalFailed(logger, Id, e);
        }
        finally
        {
            journal.Complete();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The output of {ExecId} could not be recorded; the command was killed.")]
    private static partial void LogJournalFailed(ILogger logger, string execId, Exception exception);
}
