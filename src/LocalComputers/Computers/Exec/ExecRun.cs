using LocalComputers.Journals;
using LocalComputers.Shells;
using LocalComputers.Telemetry;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers.Exec;

/// <summary>One command on a computer, from its first frame to its last, and for as long afterwards as its journal is kept.</summary>
internal sealed partial class ExecRun : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ComputerServices _services;
    // Null when the command has ended, nobody reads it, and its journal is on the disk: then there is nothing here that the disk has too.
    private volatile ExecUse? _use;
    // It changes under the lock. A reader without the lock sees the old state or the new state, never half of each.
    private volatile ExecState _state;

    /// <summary>A command that is taken on now, to be started by <see cref="Start"/>.</summary>
    /// <param name="start">What is started.</param>
    /// <param name="host">The computer that it runs on.</param>
    /// <param name="journal">Its journal; see <see cref="BeginJournal"/>.</param>
    /// <param name="services">What the computers of a backend share.</param>
    public ExecRun(ShellStart start, ExecHost host, Journal journal, ComputerServices services)
    {
        (Id, _services) = (start.Id, services);
        var stop = new ExecStop(Words);
        // Nobody awaits this stop: it only asks. The run kills and records by itself, and is awaited on disposal.
        _use = new(journal, new(services.Clock, () => _ = StopAsync()), stop);
        _state = new ExecState.Accepted(new(start, host, stop, services));
    }

    /// <summary>A command that ended in an earlier process; its journal is opened when somebody asks for it.</summary>
    public ExecRun(ExecRecord ended, ComputerServices services)
    {
        (Id, _services) = (ended.Id, services);
        _state = new ExecState.Ended(ended.EndedAt ?? ended.StartedAt, Task.CompletedTask, null);
    }

    public string Id { get; }

    /// <summary>Where it stands in a trace; null before its start, for nowhere, and for a command of an earlier process.</summary>
    public TracePlace? Trace { get; private set; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt => _state is ExecState.Ended ended ? ended.At : null;

    /// <summary>Whether the store has the end of the command; true also while it runs.</summary>
    public bool IsEndStored => _state is not ExecState.Ended { Unstored: not null };

    /// <summary>
    /// Begins the journal of a command that is to be taken on. The journal comes before the command's row, because a row without a journal would
    /// bind its key to a command that can never run.
    /// </summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static Journal BeginJournal(string id, ComputerServices services) =>
        new(services.JournalPath(id), services.Door.NewFormat(""), KeepOf(services), write: services.WriteJournal);

    /// <summary>Attaches a reader behind a frame, 0 for the beginning.</summary>
    /// <param name="after">The last frame that the reader has seen.</param>
    /// <param name="allowance">How long the command may go on without a reader; see <see cref="ReaderWatch.Enter"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame yet.</exception>
    /// <exception cref="JournalGapException">The frames behind it are gone.</exception>
    public JournalAttachment Attach(long after, TimeSpan allowance)
    {
        lock (_lock)
        {
            // The lock is held until the reader counts: a journal that is let go is opened again, and may be open once only.
            var use = _use ??= Reopen();
            JournalReader reader;
            try
            {
                reader = use.Journal.OpenReader(after);
            }
            catch (Exception e)
            {
                if (e is not ArgumentOutOfRangeException && _state is ExecState.Accepted)
                {
                    // The caller that was to start the command can't. The command must not keep its computer awake, and count as running, for ever.
                    use.Readers.Miss(allowance);
                }

                LetGoUnlessUsed();
                throw;
            }

            use.Readers.Enter(allowance);
            return new(reader, () =>
            {
                use.Readers.Leave();
                LetGoUnlessUsed();
            });
        }
    }

    /// <summary>
    /// Attaches somebody who only watches, near the end: the command neither waits for a watcher, nor lives on for it.
    /// </summary>
    /// <param name="mostBytes">How much of what is there the watcher reads; see <see cref="Journal.OpenWatcher"/>.</param>
    /// <exception cref="JournalGapException">The journal is gone.</exception>
    public JournalAttachment Watch(long mostBytes)
    {
        lock (_lock)
        {
            var use = _use ??= Reopen();
            try
            {
                var reader = use.Journal.OpenWatcher(mostBytes);
                use.Readers.Watch();
                return new(reader, () =>
                {
                    use.Readers.EndWatch();
                    LetGoUnlessUsed();
                });
            }
            catch
            {
                LetGoUnlessUsed();
                throw;
            }
        }
    }

    /// <summary>
    /// Starts the command, unless it was started; the first caller that is ready to read starts it. What goes wrong from here on is told in the
    /// journal.
    /// </summary>
    /// <returns>Ends with the command, and never fails.</returns>
    public Task Start()
    {
        lock (_lock)
        {
            if (_state is ExecState.Accepted accepted)
            {
                _state = new ExecState.Running(Task.Run(() => RunAsync(accepted.Attempt)));
            }

            return RunOf(_state);
        }
    }

    /// <summary>Kills the command with all that it started, and waits until it is dead. A command that was not started never will be.</summary>
    public async Task StopAsync()
    {
        await (_use?.Stop.AskAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await Start().ConfigureAwait(false);
    }

    /// <summary>Stops the command because its computer goes, and tells its readers so.</summary>
    public async Task DestroyAsync()
    {
        await (_use?.Stop.AskForComputerAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await Start().ConfigureAwait(false);
    }

    /// <summary>Stores how the command ended, if the store did not take that when the command ended.</summary>
    public void StoreEnd()
    {
        if (_state is ExecState.Ended { Unstored: { } end } ended && TryStore(end, ended.At))
        {
            lock (_lock)
            {
                _state = ended with { Unstored = null };
            }

            LetGoUnlessUsed();
        }
    }

    /// <summary>Removes the journal of a command that has ended, once its readers have left.</summary>
    public void RemoveJournal()
    {
        lock (_lock)
        {
            if (_use is { } use)
            {
                use.Journal.Remove();
            }
            else
            {
                JournalFiles.RemoveAt(_services.JournalPath(Id));
            }
        }
    }

    /// <summary>Stops the command and leaves its journal for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        StoreEnd();
        if (_use is { } use)
        {
            use.Journal.Dispose();
            await use.Readers.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stops the command and removes its journal, once its readers have left.</summary>
    public async Task DeleteAsync()
    {
        await StopAsync().ConfigureAwait(false);
        RemoveJournal();
        if (_use is { } use)
        {
            await use.Readers.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ExecWords Words => _services.Door.Execs;

    private long? Keep => KeepOf(_services);

    private static long? KeepOf(ComputerServices services) => services.Limits.MaxOutputBytes is null ? ExecLimits.UncappedKeep : null;

    private static Task RunOf(ExecState state) => state switch
    {
        ExecState.Running running => running.Run,
        ExecState.Ended ended => ended.Run,
        _ => throw new InvalidOperationException("The command was not started."),
    };

    /// <summary>Forgets what the disk has too, when the command has ended, the store has its end, and nobody reads it.</summary>
    private void LetGoUnlessUsed()
    {
        lock (_lock)
        {
            // What a longer journal keeps in memory is nothing beside its files, and spares the next reader the way through all of them.
            if (_state is ExecState.Ended { Unstored: null, Run.IsCompleted: true } ended && _use is { Readers.AreNone: true, Journal.IsQuicklyReopened: true })
            {
                _use = null;
                // The task of the run would keep all that the run had.
                _state = ended with { Run = Task.CompletedTask };
            }
        }
    }

    private ExecUse Reopen()
    {
        var journal = Journal.Reopen(_services.JournalPath(Id), _services.Door.NewFormat(""), Keep, write: _services.WriteJournal);
        if (journal.Last() is not { } last || !Words.IsEnd(last))
        {
            // The disk was full when the command ended, or an earlier process died just after it had stored the end.
            new ExecFrames(journal, Words).EndSurely(Words.EndOf(_services.Execs.OutcomeOf(Id)) ?? Unknown("The backend could not record how the command ended."));
        }

        journal.Complete();
        var readers = new ReaderWatch(_services.Clock, static () => { });
        readers.End();
        return new(journal, readers, new(Words));
    }

    private ExecEnd Unknown(string why) => Words.Failed(ExecFailure.Unknown, why);

    private async Task RunAsync(ExecAttempt attempt)
    {
        var use = _use!;
        var frames = new ExecFrames(use.Journal, Words);
        using var output = new ExecOutput(frames, _services.JournalPath(Id) + ".ring", _services.Limits.MaxOutputBytes);
        using var span = attempt.BeginSpan();
        Trace = span.Place;
        ExecEnd end;
        DateTimeOffset? storedAt = null;
        try
        {
            end = await attempt.RunAsync(frames, output, span).ConfigureAwait(false);
            storedAt = attempt.EndStoredAt;
        }
        catch (Exception e)
        {
            // Whatever went wrong (a full disk, for example), the command is dead, and no reader must wait for more.
            LogFailed(_services.Logger, Id, e);
            end = Unknown("The backend could not record what the command wrote, and killed it; nobody knows how it went.");
        }

        var endedAt = storedAt ?? _services.Clock.GetUtcNow();
        var isStored = storedAt is not null;
        if (!TryTell(frames, end))
        {
            // Readers are not told an end that neither the journal nor the store has taken: after a restart nobody would know it, and a repeat of
            // the command's key would be answered otherwise.
            isStored = isStored || TryStore(end, endedAt);
            end = isStored ? end : Unknown("The backend could not record how the command ended.");
            frames.EndSurely(end);
        }

        span.End(end);
        attempt.PrepareNext();
        use.Readers.End();
        lock (_lock)
        {
            _state = new ExecState.Ended(endedAt, RunOf(_state), isStored ? null : end);
        }

        StoreEnd();
        use.Journal.Complete();
        lock (_lock)
        {
            // All that the task stands for is done.
            _state = (ExecState.Ended)_state with { Run = Task.CompletedTask };
        }

        LetGoUnlessUsed();
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

    [LoggerMessage(LogLevel.Error, "The output of {ExecId} could not be recorded; the command was killed.")]
    private static partial void LogFailed(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "How {ExecId} ended could not be written to its journal; its readers are told from memory.")]
    private static partial void LogNotTold(ILogger logger, string execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "How {ExecId} ended could not be stored; it is tried again every minute.")]
    private static partial void LogNotStored(ILogger logger, string execId, Exception exception);
}
