using Flapjack.ReferenceBackend.Computers.Journals;
using Flapjack.ReferenceBackend.Processes;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>One command on a computer, from its first frame to its last, and for as long afterwards as its journal is kept.</summary>
internal sealed partial class ExecRun(
    ShellStart start,
    string computerId,
    Shell shell,
    string journalPath,
    ComputerNaming naming,
    ExecLimits limits,
    ExecStore store,
    ExecEnded ended,
    TimeProvider clock,
    ILogger logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Journal _journal = new(journalPath, "", limits.MaxOutputBytes is null ? ExecLimits.UncappedKeep : null);
    private readonly CancellationTokenSource _killed = new();
    private volatile bool _destroyed;
    private int _readers;
    private ITimer? _abandoned;
    private Task? _running;
    private ExecEnded? _untold = ended;

    public string Id => start.Id;

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Attaches a reader behind a frame, 0 for the beginning.</summary>
    /// <param name="after">The last frame that the reader has seen.</param>
    /// <param name="detach">How long the command may go on without a reader once this one, as the last, has left.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame yet.</exception>
    /// <exception cref="JournalGapException">The frames behind it are gone.</exception>
    public ExecAttachment Attach(long after, TimeSpan detach)
    {
        lock (_lock)
        {
            var reader = _journal.OpenReader(after);
            _readers++;
            _abandoned?.Dispose();
            _abandoned = null;
            return new(this, reader, detach);
        }
    }

    /// <summary>
    /// Starts the command, unless it was started: the first caller whose headers are out does. What goes wrong from here on is told in the
    /// journal.
    /// </summary>
    /// <returns>Ends with the command, and never fails.</returns>
    public Task Start()
    {
        lock (_lock)
        {
            return _running ??= Task.Run(RunAsync);
        }
    }

    /// <summary>Kills the command with all that it started, and waits until it is dead. One that was not started never will be.</summary>
    public async Task StopAsync()
    {
        await _killed.CancelAsync().ConfigureAwait(false);
        await Start().ConfigureAwait(false);
    }

    /// <summary>Stops the command because its computer goes, and says so to whoever reads.</summary>
    public async Task DestroyAsync()
    {
        _destroyed = true;
        await StopAsync().ConfigureAwait(false);
    }

    /// <summary>Removes the journal of a command that has ended, once those who read it have left.</summary>
    public void RemoveJournal() => _journal.Dispose();

    /// <summary>Stops the command and removes its journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (_abandoned is not null)
        {
            await _abandoned.DisposeAsync().ConfigureAwait(false);
        }

        RemoveJournal();
        _killed.Dispose();
    }

    /// <summary>Called by an attachment that ends. A command that nobody reads any more is killed, at once or after its grace.</summary>
    internal void Detach(TimeSpan grace)
    {
        lock (_lock)
        {
            _readers--;
            if (_readers > 0 || EndedAt is not null)
            {
                return;
            }

            // The timer only says so: the run itself kills and records, and is awaited when this is disposed of.
            _abandoned = clock.CreateTimer(_ => Abandon(), null, grace, Timeout.InfiniteTimeSpan);
        }
    }

    private void Abandon()
    {
        bool unread;
        lock (_lock)
        {
            unread = _readers == 0 && EndedAt is null;
        }

        if (unread)
        {
            // Whoever disposes of this awaits the run; started or not, it ends now.
            _killed.Cancel();
            _ = Start();
        }
    }

    private async Task RunAsync()
    {
        var frames = new ExecFrames(_journal, naming);
        using var output = new ExecOutput(frames, journalPath + ".ring", limits.MaxOutputBytes);
        string? outcome;
        try
        {
            outcome = await RunAsync(frames, output).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was, a full disk for example: the command is dead, and no reader must wait for more.
            LogFailed(logger, Id, e);
            TellEnded(null, null);
            outcome = Lose(frames);
        }

        lock (_lock)
        {
            EndedAt = clock.GetUtcNow();
        }

        store.End(Id, EndedAt.Value, outcome);
        _journal.Complete();
    }

    /// <summary>Runs the command, and tells its journal all of it; returns its last event.</summary>
    private async Task<string> RunAsync(ExecFrames frames, ExecOutput output)
    {
        frames.Started(Id, computerId);
        if (_killed.IsCancellationRequested)
        {
            return _destroyed ? Destroyed(frames) : Fail(frames, "EXEC_STOPPED", "The command was stopped before it started.");
        }

        var begin = clock.GetTimestamp();
        try
        {
            var exit = await shell.RunAsync(start, output, _killed.Token).ConfigureAwait(false);
            var duration = clock.GetElapsedTime(begin);
            TellEnded(exit.ExitCode, duration);
            return _destroyed
                ? Destroyed(frames)
                : ExecOutcome.Of(output.End(exit, duration));
        }
        catch (ProcessStartException e)
        {
            return Fail(frames, "EXEC_START_FAILED", e.Message);
        }
    }

    // Before the last frame: whoever has read that finds the slot free.
    private void TellEnded(int? exitCode, TimeSpan? duration) => Interlocked.Exchange(ref _untold, null)?.Invoke(exitCode, duration);

    /// <summary>Says that nobody knows how the command went; the store has no outcome for it then either.</summary>
    private static string? Lose(ExecFrames frames)
    {
        try
        {
            frames.Error("EXEC_OUTCOME_UNKNOWN", "The backend could not record the command, and killed it; nobody knows how it went.");
        }
        catch (IOException)
        {
            // The readers see a stream that ends without its last event, which is the truth.
        }

        return null;
    }

    private string Destroyed(ExecFrames frames) => Fail(frames, "SANDBOX_DESTROYED", "The computer was destroyed while the command ran.");

    private string Fail(ExecFrames frames, string code, string detail)
    {
        TellEnded(null, null);
        frames.Error(code, detail);
        return ExecOutcome.Error(code, detail);
    }

    [LoggerMessage(1, LogLevel.Error, "The output of {ExecId} could not be recorded; the command was killed.")]
    private static partial void LogFailed(ILogger logger, string execId, Exception exception);
}
