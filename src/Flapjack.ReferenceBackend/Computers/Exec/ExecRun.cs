using Flapjack.ReferenceBackend.Computers.Journals;
using Flapjack.ReferenceBackend.Processes;
using Flapjack.ReferenceBackend.Shells;
using Flapjack.ReferenceBackend.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>One command on a computer, from its first frame to its last, and for as long afterwards as its journal is kept.</summary>
internal sealed partial class ExecRun : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ComputerServices _services;
    private readonly Lazy<Journal> _journal;
    private readonly Func<ExecFrames, ExecOutput, Task<ExecEnd>> _run = (_, _) => throw new InvalidOperationException("It has ended long ago.");
#pragma warning disable CA2213 // Holds nothing that needs disposal, and a caller may still stop the command when its computer has gone.
    private readonly CancellationTokenSource _killed = new();
#pragma warning restore CA2213
    private volatile bool _destroyed;
    private int _readers;
    private TimeSpan _allowance;
    private ITimer? _abandoned;
    private Task? _running;
    // Ticks of UTC, 0 while it runs: one word, since others read it than those who write it.
    private long _endedAt;
    private UnstoredEnd? _unstored;

    /// <summary>A command that is taken on now, to be started by <see cref="Start"/>.</summary>
    public ExecRun(ShellStart start, ExecHost host, ComputerServices services)
        : this(start.Id, services)
    {
        _journal = new(new Journal(services.JournalPath(Id), "", Keep, write: services.WriteJournal));
        _run = (frames, output) => RunAsync(start, host, frames, output);
    }

    /// <summary>A command that ended in an earlier process; its journal is opened when somebody asks for it.</summary>
    public ExecRun(ExecRecord ended, ComputerServices services)
        : this(ended.Id, services)
    {
        _journal = new(() => Reopen(ended.Outcome));
        _running = Task.CompletedTask;
        _endedAt = ended.EndedAt?.UtcTicks ?? 0;
    }

    private ExecRun(string id, ComputerServices services)
    {
        Id = id;
        _services = services;
        _journal = null!;
    }

    public string Id { get; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt => Volatile.Read(ref _endedAt) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>Whether the store has how it ended; also true while it runs.</summary>
    public bool IsEndStored => Volatile.Read(ref _unstored) is null;

    /// <summary>Attaches a reader behind a frame, 0 for the beginning.</summary>
    /// <param name="after">The last frame that the reader has seen.</param>
    /// <param name="allowance">
    /// How long the command may go on without a reader. The allowance belongs to the command: a reader raises it, and never lowers it, so that
    /// a reader who only looks and leaves takes nothing from the owner of the command.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame yet.</exception>
    /// <exception cref="JournalGapException">The frames behind it are gone.</exception>
    public ExecAttachment Attach(long after, TimeSpan allowance)
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
                Allow(allowance);
                AbandonIfUnread();
                throw;
            }

            Allow(allowance);
            _readers++;
            _abandoned?.Dispose();
            _abandoned = null;
            return new(this, reader);
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

    /// <summary>Stores how the command ended, if the store did not take that when it did.</summary>
    public void StoreEnd()
    {
        if (Volatile.Read(ref _unstored) is { } unstored && TryStore(unstored.End, unstored.EndedAt))
        {
            Volatile.Write(ref _unstored, null);
        }
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
        StoreEnd();
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

    /// <summary>Called by an attachment that ends. A command that nobody reads any more is killed, at once or after its allowance.</summary>
    internal void Detach()
    {
        lock (_lock)
        {
            _readers--;
            AbandonIfUnread();
        }
    }

    private long? Keep => _services.Limits.MaxOutputBytes is null ? ExecLimits.UncappedKeep : null;

    private Journal Reopen(string? outcome)
    {
        var journal = Journal.Reopen(_services.JournalPath(Id), "", Keep, write: _services.WriteJournal);
        if (LastFrame.Of(journal) is not { Event: "exit" or "error" })
        {
            // The disk was full when the command ended.
            new ExecFrames(journal, _services.Naming).EndSurely(ExecEnd.OfOutcome(outcome));
        }

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

    private void Allow(TimeSpan allowance) => _allowance = allowance > _allowance ? allowance : _allowance;

    private void AbandonIfUnread()
    {
        if (_readers == 0 && EndedAt is null)
        {
            // The timer only says so: the run itself kills and records, and is awaited when this is disposed of.
            _abandoned = _services.Clock.CreateTimer(_ => Abandon(), null, _allowance, Timeout.InfiniteTimeSpan);
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
        ExecEnd end;
        try
        {
            end = await _run(frames, output).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was, a full disk for example: the command is dead, and no reader must wait for more.
            LogFailed(_services.Logger, Id, e);
            end = ExecEnd.Unknown("The backend could not record what the command wrote, and killed it; nobody knows how it went.");
        }

        var endedAt = _services.Clock.GetUtcNow();
        var isStored = false;
        if (!TryTell(frames, end))
        {
            // What neither the journal nor the store takes is not told either: after a restart nobody would know it, and a repeat would say so.
            isStored = TryStore(end, endedAt);
            end = isStored ? end : ExecEnd.Unknown("The backend could not record how the command ended.");
            frames.EndSurely(end);
        }

        Volatile.Write(ref _unstored, isStored ? null : new(end, endedAt));
        lock (_lock)
        {
            Volatile.Write(ref _endedAt, endedAt.UtcTicks);
        }

        StoreEnd();
        _journal.Value.Complete();
    }

    private bool TryTell(ExecFrames frames, ExecEnd end)
    {
        try
        {
            frames.End(end);
            return true;
        }
        catch (Exception e)
        {
            LogNotTold(_services.Logger, Id, e);
            return false;
        }
    }

    private bool TryStore(ExecEnd end, DateTimeOffset endedAt)
    {
        try
        {
            _services.Execs.End(Id, endedAt, end.Outcome);
            return true;
        }
        catch (Exception e)
        {
            LogNotStored(_services.Logger, Id, e);
            return false;
        }
    }

    /// <summary>Runs the command to its end.</summary>
    /// <returns>How it ended. Its computer knows by then: whoever reads of the end may start the next command.</returns>
    private async Task<ExecEnd> RunAsync(ShellStart start, ExecHost host, ExecFrames frames, ExecOutput output)
    {
        var begin = _services.Clock.GetTimestamp();
        ShellExit? exit = null;
        try
        {
            frames.Started(Id, host.ComputerId);
        }
        catch (Exception e)
        {
            LogNotBegun(_services.Logger, Id, e);
            host.Ended(start, null, TimeSpan.Zero);
            return ExecEnd.Error("EXEC_START_FAILED", "The backend could not record the command's first event, and did not start it.");
        }

        try
        {
            if (_killed.IsCancellationRequested)
            {
                return NeverStarted();
            }

            await host.WakeAsync(_killed.Token).ConfigureAwait(false);
            begin = _services.Clock.GetTimestamp();
            var shell = await _services.Shell.RunAsync(start, output, _killed.Token).ConfigureAwait(false);
            var duration = _services.Clock.GetElapsedTime(begin);
            var end = _destroyed ? Destroyed() : ExecEnd.Exit(output.End(shell, duration));
            exit = shell;
            return end;
        }
        catch (OperationCanceledException) when (_killed.IsCancellationRequested)
        {
            return NeverStarted();
        }
        catch (ComputerUnavailableException e)
        {
            return ExecEnd.Error("SANDBOX_DESTROYED", $"The computer could not be woken: it is in state '{e.Status}'.");
        }
        catch (Exception e) when (e is ProcessStartException or StoreException)
        {
            // The store is asked for the wake alone: nothing has begun. What the store says names places of the host.
            LogNotStarted(_services.Logger, Id, e);
            return ExecEnd.Error("EXEC_START_FAILED", e is StoreException unstored ? unstored.ForCallers : ((ProcessStartException)e).ForCallers);
        }
        finally
        {
            host.Ended(start, exit, _services.Clock.GetElapsedTime(begin));
        }
    }

    private ExecEnd NeverStarted() => _destroyed ? Destroyed() : ExecEnd.Error("EXEC_STOPPED", "The command was stopped before it started.");

    private static ExecEnd Destroyed() => ExecEnd.Error("SANDBOX_DESTROYED", "The computer was destroyed while the command ran.");

    [LoggerMessage(LogLevel.Warning, "{ExecId} could not be started.")]
    private static partial void LogNotStarted(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The output of {ExecId} could not be recorded; the command was killed.")]
    private static partial void LogFailed(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The first event of {ExecId} could not be recorded; the command was not started.")]
    private static partial void LogNotBegun(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "How {ExecId} ended could not be written to its journal; its readers are told from memory.")]
    private static partial void LogNotTold(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "How {ExecId} ended could not be stored; it is tried again every minute.")]
    private static partial void LogNotStored(ILogger logger, string execId, Exception exception);

    /// <summary>How the command ended, until the store has it.</summary>
    private sealed record UnstoredEnd(ExecEnd End, DateTimeOffset EndedAt);
}
