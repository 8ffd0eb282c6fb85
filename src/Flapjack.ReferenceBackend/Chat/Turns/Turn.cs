using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>One turn, from its first event to its last, and for as long afterwards as its journal is kept.</summary>
internal sealed class Turn : IAsyncDisposable
{
    // How long the disposal waits for a turn that was stopped and does not end. In real time: a test that advances a clock does not make a model faster.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Lazy<Journal> _journal;
    private readonly ReaderWatch _readers;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<CancellationToken, Task>? _runAsync;
    private Task? _run;

    /// <summary>A turn that is accepted now, to be started by <see cref="Start"/>.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="threadId">Its thread.</param>
    /// <param name="journal">Its journal, which is empty.</param>
    /// <param name="clock">The clock of the time without a reader.</param>
    /// <param name="runAsync">Runs the turn to its end. It never fails, and ends soon after its token is cancelled.</param>
    public Turn(string id, string threadId, Journal journal, TimeProvider clock, Func<CancellationToken, Task> runAsync)
        : this(id, threadId, new Lazy<Journal>(journal), clock) => _runAsync = runAsync;

    private Turn(string id, string threadId, Lazy<Journal> journal, TimeProvider clock)
    {
        (Id, ThreadId, _journal) = (id, threadId, journal);
        // Nobody awaits this stop: it only asks. The turn is awaited when it is disposed of.
        _readers = new(clock, () => _ = StopAsync());
    }

    public string Id { get; }

    public string ThreadId { get; }

    /// <summary>Whether somebody wants the turn to end early.</summary>
    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Ends when <see cref="IsStopping"/> becomes true.</summary>
    public Task Stopping => _stopping.Task;

    /// <summary>Whether nothing more comes of it.</summary>
    public bool HasEnded => _run is { IsCompleted: true };

    /// <summary>A turn that ended before; its journal is opened when somebody asks for it.</summary>
    public static Turn OfEnded(string id, string threadId, Func<Journal> reopen, TimeProvider clock)
    {
        var turn = new Turn(id, threadId, new Lazy<Journal>(reopen), clock) { _run = Task.CompletedTask };
        turn._readers.End();
        return turn;
    }

    /// <summary>Attaches a reader behind an event, 0 for the beginning.</summary>
    /// <param name="after">The number of the last event that the reader has seen.</param>
    /// <param name="allowance">How long the turn may go on without a reader.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such event yet.</exception>
    /// <exception cref="JournalGapException">The events behind it are gone.</exception>
    public JournalAttachment Attach(long after, TimeSpan allowance)
    {
        JournalReader reader;
        try
        {
            reader = _journal.Value.OpenReader(after);
        }
        catch (Exception e) when (e is not ArgumentOutOfRangeException)
        {
            // The caller that was to start the turn can't read it. The turn must not hold its thread for ever.
            _readers.Miss(allowance);
            throw;
        }

        _readers.Enter(allowance);
        return new(reader, _readers.Leave);
    }

    /// <summary>Starts the turn, unless it was started.</summary>
    /// <returns>Ends with the turn, and never fails.</returns>
    public Task Start()
    {
        lock (_lock)
        {
            return _run ??= Task.Run(RunAsync);
        }
    }

    /// <summary>Ends the turn early, and waits until it has ended. A turn that was not started is over at once.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _stopping.TrySetResult();
        await Start().ConfigureAwait(false);
    }

    /// <summary>Removes the journal of a turn that has ended, once its readers have left.</summary>
    /// <param name="journals">Where it lies.</param>
    public void RemoveJournal(TurnJournals journals)
    {
        if (_journal.IsValueCreated)
        {
            _journal.Value.Remove();
        }
        else
        {
            journals.Remove(Id);
        }
    }

    /// <summary>
    /// Stops the turn, and leaves its journal for the next process. A turn whose model or tool blocks its thread can't be stopped: it is left to itself, and the
    /// next process tells it as unknown.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_journal.IsValueCreated)
        {
            _journal.Value.Dispose();
        }

        await _readers.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await _runAsync!(_stop.Token).ConfigureAwait(false);
        // The journal is kept for long; what the turn was asked and told is not.
        _runAsync = null;
        _readers.End();
        _journal.Value.Complete();
    }
}
