using Flapjack.ReferenceBackend.Computers.Journals;
using Flapjack.ReferenceBackend.Processes;
using Flapjack.ReferenceBackend.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>One command on a computer, from its first frame to its last, and for as long afterwards as its journal is kept.</summary>
internal sealed partial class ExecRun : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ComputerServices _services;
    private readonly Lazy<Journal> _journal;
    private readonly Func<ExecFrames, ExecOutput, Task<Func<string>>> _run = (_, _) => throw new InvalidOperationException("It has ended long ago.");
#pragma warning disable CA2213 // Holds nothing that needs disposal, and a caller may still stop the command when its computer has gone.
    private readonly CancellationTokenSource _killed = new();
#pragma warning restore CA2213
    private volatile bool _destroyed;
    private int _readers;
    private ITimer? _abandoned;
    private Task? _running;

    /// <summary>A command that is taken on now, to be started by <see cref="Start"/>.</summary>
    public ExecRun(ShellStart start, ExecHost host, ComputerServices services)
        : this(start.Id, services)
    {
        _journal = new(new Journal(services.JournalPath(Id), "", Keep));
        _run = (frames, output) => RunAsync(start, host, frames, output);
    }

    /// <summary>A command that ended in an earlier process; its journal is opened when somebody asks for it.</summary>
    public ExecRun(ExecRecord ended, ComputerServices services)
        : this(ended.Id, services)
    {
        _journal = new(Reopen);
        _running = Task.CompletedTask;
        EndedAt = ended.EndedAt;
    }

    private ExecRun(string id, ComputerServices services)
    {
        Id = id;
        _services = services;
        _journal = null!;
    }

    public string Id { get; }

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
            JournalReader reader;
            try
            {
                reader = _journal.Value.OpenReader(after);
            }
            catch (Exception e) when (e is not ArgumentOutOfRangeException && _running is null && _abandoned is null)
            {
                // Whoever was to start it can't: it must not keep its computer awake, and its place among those that run, for ever.
                AbandonIn(detach);
                throw;
            }

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
    public void RemoveJournal()
    {
        if (_journal.IsValueCreated)
        {
            _journal.Value.Dispose();
        }
        else
        {
            JournalFiles.Remove(_services.JournalPath(Id));
        }
    }

    /// <summary>Stops the command and leaves its journal for the next process.</summary>
    public async Task CloseAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (_journal.IsValueCreated)
        {
            _journal.Value.Close();
        }

        await EndTimerAsync().ConfigureAwait(false);
    }

    /// <summary>Stops the command and removes its journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        RemoveJournal();
        await EndTimerAsync().ConfigureAwait(false);
    }

    /// <summary>Called by an attachment that ends. A command that nobody reads any more is killed, at once or after its grace.</summary>
    internal void Detach(TimeSpan grace)
    {
        lock (_lock)
        {
            _readers--;
            AbandonIn(grace);
        }
    }

    private long? Keep => _services.Limits.MaxOutputBytes is null ? ExecLimits.UncappedKeep : null;

    private Journal Reopen()
    {
        var journal = Journal.Reopen(_services.JournalPath(Id), "", Keep);
        journal.Complete();
        return journal;
    }

    private async Task EndTimerAsync()
    {
        if (_abandoned is not null)
        {
            await _abandoned.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void AbandonIn(TimeSpan grace)
    {
        if (_readers == 0 && EndedAt is null)
        {
            // The timer only says so: the run itself kills and records, and is awaited when this is disposed of.
            _abandoned = _services.Clock.CreateTimer(_ => Abandon(), null, grace, Timeout.InfiniteTimeSpan);
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
        var frames = new ExecFrames(_journal.Value, _services.Naming);
        using var output = new ExecOutput(frames, _services.JournalPath(Id) + ".ring", _services.Limits.MaxOutputBytes);
        string? outcome;
        try
        {
            var lastWord = await _run(frames, output).ConfigureAwait(false);
            outcome = lastWord();
        }
        catch (Exception e)
        {
            // Whatever it was, a full disk for example: the command is dead, and no reader must wait for more.
            LogFailed(_services.Logger, Id, e);
            outcome = Lose(frames);
        }

        lock (_lock)
        {
            EndedAt = _services.Clock.GetUtcNow();
        }

        Record(outcome);
        _journal.Value.Complete();
    }

    private void Record(string? outcome)
    {
        try
        {
            _services.Execs.End(Id, EndedAt!.Value, outcome);
        }
        catch (Exception e)
        {
            // The journal tells it all the same, also to the next process.
            LogNotRecorded(_services.Logger, Id, e);
        }
    }

    /// <summary>Runs the command to its end.</summary>
    /// <returns>Tells its readers how it ended, and returns that for the store. Its computer knows by then: who has read it may start the next.</returns>
    private async Task<Func<string>> RunAsync(ShellStart start, ExecHost host, ExecFrames frames, ExecOutput output)
    {
        var begin = _services.Clock.GetTimestamp();
        ShellExit? exit = null;
        try
        {
            frames.Started(Id, host.ComputerId);
            if (_killed.IsCancellationRequested)
            {
                return NeverStarted(frames);
            }

            await host.WakeAsync(_killed.Token).ConfigureAwait(false);
            begin = _services.Clock.GetTimestamp();
            exit = await _services.Shell.RunAsync(start, output, _killed.Token).ConfigureAwait(false);
            var duration = _services.Clock.GetElapsedTime(begin);
            return _destroyed ? Destroyed(frames) : () => ExecOutcome.Of(output.End(exit, duration));
        }
        catch (OperationCanceledException) when (_killed.IsCancellationRequested)
        {
            return NeverStarted(frames);
        }
        catch (ComputerUnavailableException e)
        {
            return Fail(frames, "SANDBOX_DESTROYED", $"The computer could not be woken: it is in state '{e.Status}'.");
        }
        catch (Exception e) when (e is ProcessStartException or StoreException)
        {
            // The store is asked for the wake alone: nothing has begun. What the store says names places of the host.
            LogNotStarted(_services.Logger, Id, e);
            return Fail(frames, "EXEC_START_FAILED", e is StoreException unstored ? unstored.ForCallers : ((ProcessStartException)e).ForCallers);
        }
        finally
        {
            host.Ended(start, exit, _services.Clock.GetElapsedTime(begin));
        }
    }

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

    private Func<string> NeverStarted(ExecFrames frames) =>
        _destroyed ? Destroyed(frames) : Fail(frames, "EXEC_STOPPED", "The command was stopped before it started.");

    private static Func<string> Destroyed(ExecFrames frames) => Fail(frames, "SANDBOX_DESTROYED", "The computer was destroyed while the command ran.");

    private static Func<string> Fail(ExecFrames frames, string code, string detail) => () =>
    {
        frames.Error(code, detail);
        return ExecOutcome.Error(code, detail);
    };

    [LoggerMessage(LogLevel.Warning, "{ExecId} could not be started.")]
    private static partial void LogNotStarted(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The output of {ExecId} could not be recorded; the command was killed.")]
    private static partial void LogFailed(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "How {ExecId} ended could not be stored.")]
    private static partial void LogNotRecorded(ILogger logger, string execId, Exception exception);
}
