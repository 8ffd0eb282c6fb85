using System.Collections.Concurrent;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using LocalComputers.Telemetry;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The turns of a backend: begins them, finds them again, and stops them. In each thread at most one turn runs.</summary>
internal sealed partial class TurnService : IAsyncDisposable
{
    // The turns that run, by their threads. A turn leaves it before its reader is told the end, so that the reader's next message finds the thread free.
    private readonly ConcurrentDictionary<string, TurnSlot> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Turn> _turns = new(StringComparer.Ordinal);
    private readonly TurnServices _services;
    private readonly UnsettledTurns _unsettled;
    private readonly TurnSweeper _sweeper;
    private volatile bool _isClosing;

    public TurnService(TurnServices services)
    {
        _services = services;
        _unsettled = new(services);
        _sweeper = new(services, _turns, _unsettled);
    }

    /// <summary>How many turns are kept in memory: those that run, and those whose events can be read again.</summary>
    public int Kept => _turns.Count;

    /// <summary>Takes a message or results of tools on, or finds the turn that the same key stands for. The caller attaches a reader, and starts the turn.</summary>
    /// <exception cref="Refusal">409: a turn of the thread runs; 410 or 422: the results fit to no call, or the key to another message.</exception>
    public async Task<(Turn Turn, bool IsNew)> BeginAsync(TurnThread thread, Caller caller, TurnRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var slot = new TurnSlot(request.Key);
            var taken = _running.GetOrAdd(thread.Id, slot);
            if (taken == slot)
            {
                return Begin(thread, caller, request, slot);
            }

            if (request.Key is not null && (taken.Key == request.Key || FindByKey(thread.Id, request) is not null))
            {
                // The turn of the key is being accepted, or it runs or has ended: in all three cases it is in the store once the other turn is accepted.
                await taken.Accepted.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (FindByKey(thread.Id, request) is { } known)
                {
                    return (known, false);
                }
            }

            if (!await taken.IsLeavingAsync(_services.Clock, cancellationToken).ConfigureAwait(false))
            {
                throw new Refusal(
                    RefusalKind.NotReady,
                    "TURN_RUNNING",
                    $"The agent is answering another message in the thread '{thread.Id}'. Wait until its stream has ended, or stop it, and send the message again.");
            }
        }
    }

    /// <summary>A turn of a thread, to read it again.</summary>
    /// <exception cref="Refusal">404: there is no such turn; 410: its events are no longer kept.</exception>
    public Turn Find(string threadId, string turnId)
    {
        var id = turnId.ToLowerInvariant();
        var row = _services.Store.Read(db => TurnTable.Find(db, threadId, id)) ?? throw Refusal.NotFound($"The thread has no turn '{turnId}'.");
        return Find(row);
    }

    /// <summary>Stops the turn that runs in a thread or waits for results, if one does, and waits until it has ended.</summary>
    public async Task StopThreadAsync(string threadId)
    {
        await StopRunningAsync(threadId).ConfigureAwait(false);
        StopWaiting(threadId, turnId: null);
    }

    /// <summary>Stops one turn. A turn that has ended stays as it is.</summary>
    /// <exception cref="Refusal">404: there is no such turn.</exception>
    public async Task StopAsync(string threadId, string turnId)
    {
        var id = turnId.ToLowerInvariant();
        if (_services.Store.Read(db => TurnTable.Find(db, threadId, id)) is null)
        {
            throw Refusal.NotFound($"The thread has no turn '{turnId}'.");
        }

        if (_turns.TryGetValue(id, out var turn))
        {
            await turn.StopAsync().ConfigureAwait(false);
        }

        StopWaiting(threadId, id);
    }

    /// <summary>Stops the turn that a key stands for. A key that stands for no turn yet is used up: no message may come with it any more.</summary>
    public async Task StopKeyAsync(string orgId, string threadId, string key)
    {
        // First what runs, also if the disk is full.
        await StopRunningAsync(threadId, key).ConfigureAwait(false);
        var turnId = _services.Store.Write(db => UseUp(db, orgId, threadId, key));
        // From now on a message with the key finds the key used up. One that came between the two lines before is stopped here.
        await StopRunningAsync(threadId, key).ConfigureAwait(false);
        StopWaiting(threadId, turnId);
    }

    /// <summary>Prepares to end the turns of an agent that is about to be deleted: when it is gone, nobody knows any more which threads it had.</summary>
    /// <returns>Ends them, and waits until they have ended.</returns>
    public Func<Task> PrepareToEnd(string agentId)
    {
        var threads = _services.Store.Read(db => db.Query("SELECT id FROM threads WHERE agent_id = $agent", row => row.GetString(0), ("$agent", agentId)));
        return () => Task.WhenAll(threads.Select(thread => StopRunningAsync(thread)));
    }

    /// <summary>Takes up what an earlier process left. To be called before any call is taken.</summary>
    public void Restore() => new TurnRecovery(_services).Restore();

    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await _sweeper.DisposeAsync().ConfigureAwait(false);
        // A message that is being accepted has its slot already. A message that comes later is refused.
        await Task.WhenAll(_running.Values.Select(slot => slot.Accepted)).ConfigureAwait(false);
        await Task.WhenAll(_turns.Values.Select(turn => turn.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _services.Stragglers.DisposeAsync().ConfigureAwait(false);
    }

    private (Turn Turn, bool IsNew) Begin(TurnThread thread, Caller caller, TurnRequest request, TurnSlot slot)
    {
        try
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            if (FindByKey(thread.Id, request) is { } known)
            {
                Release(thread.Id, slot);
                return (known, false);
            }

            var turn = Accept(thread, caller, request, slot);
            slot.Accept(turn);
            return (turn, true);
        }
        catch
        {
            Release(thread.Id, slot);
            throw;
        }
    }

    /// <summary>Stores the message and its turn. The journal comes before the row, because a row without a journal would bind its key to a turn that can never run.</summary>
    private Turn Accept(TurnThread thread, Caller caller, TurnRequest request, TurnSlot slot)
    {
        var id = Guid.CreateVersion7(_services.Clock.GetUtcNow()).ToString();
        var journal = _services.Journals.Create(id);
        try
        {
            var setup = _services.Store.Write(db => new TurnBeginning(_services, thread, request).Store(db, id, caller.Actor));
            var (frames, from) = (new ChatFrames(journal), _services.Telemetry.Tracing.Current);
            return _turns[id] = new(id, thread.Id, journal, _services.Clock, stop => RunAsync(setup, frames, slot, from, stop));
        }
        catch
        {
            journal.Remove();
            throw;
        }
    }

    private async Task RunAsync(TurnSetup setup, ChatFrames frames, TurnSlot slot, TracePlace? from, CancellationToken stop)
    {
        using var span = TurnSpan.Begin(_services, setup, from);
        TurnEnd end;
        try
        {
            end = await new TurnRun(_services, setup, frames).RunAsync(stop).ConfigureAwait(false);
        }
        catch (ThreadGoneException e)
        {
            end = TurnEnd.Failed("NOT_FOUND", e.Message);
        }
        catch (Exception e)
        {
            // Whatever went wrong (a full disk, for example), no reader must wait for more, and nobody may take what was said for an answer.
            LogFailed(_services.Logger, setup.TurnId, e);
            end = TurnEnd.Unknown("The backend could not record the turn; nobody knows what the agent has done.");
            _unsettled.Settle(setup.TurnId, setup.Trace.Id, end);
        }

        span.End(end);
        Release(setup.Thread.Id, slot);
        try
        {
            frames.End(end);
        }
        catch (Exception e)
        {
            LogNotTold(_services.Logger, setup.TurnId, e);
            frames.EndSurely(end);
        }
    }

    /// <param name="threadId">The thread.</param>
    /// <param name="key">The key of the turn that is meant; null for any turn.</param>
    private async Task StopRunningAsync(string threadId, string? key = null)
    {
        if (_running.TryGetValue(threadId, out var slot) && (key is null || slot.Key == key))
        {
            await slot.StopAsync().ConfigureAwait(false);
        }
    }

    /// <returns>The turn that the key stands for.</returns>
    private string UseUp(StoreSession db, string orgId, string threadId, string key)
    {
        var now = _services.Clock.GetUtcNow();
        // The thread may have been deleted, with its agent, since it was found.
        new OrgReference("threads", "thread", threadId).Check(db, orgId);
        TurnTable.ReleaseKey(db, threadId, key, now - _services.Limits.KeyRetention);
        if (TurnTable.FindByKey(db, threadId, key) is { } known)
        {
            return known.Id;
        }

        var turn = new TurnRow(Guid.CreateVersion7(now).ToString(), orgId, threadId, key, null, TurnState.Ended, now, null)
        {
            EndedAt = now,
            End = TurnEnd.Failed("TURN_STOPPED", "The message was stopped before the agent began to answer."),
        };
        TurnTable.Add(db, turn);
        return turn.Id;
    }

    private void StopWaiting(string threadId, string? turnId) =>
        _services.Store.Write(db => WaitingTurns.Stop(db, threadId, turnId, _services.Clock.GetUtcNow()));

    private void Release(string threadId, TurnSlot slot)
    {
        _running.TryRemove(new(threadId, slot));
        slot.Leave();
    }

    /// <exception cref="Refusal">422: the key stands for another message; 410: the events of its turn are no longer kept.</exception>
    private Turn? FindByKey(string threadId, TurnRequest request)
    {
        if (request.Key is not { } key || _services.Store.Read(db => TurnTable.FindByKey(db, threadId, key)) is not { } row || _sweeper.IsForgotten(row))
        {
            return null;
        }

        return row.BodyHash is not null && !row.BodyHash.AsSpan().SequenceEqual(request.BodyHash)
            ? throw new Refusal(RefusalKind.Contradiction, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another message.")
            : Find(row);
    }

    private Turn Find(TurnRow row)
    {
        if (_turns.TryGetValue(row.Id, out var turn))
        {
            return turn;
        }

        // A row without a hash belongs to a key that was stopped before its message came, so there is no journal.
        if (row.End is not { } end || row.BodyHash is null || _sweeper.IsOver(row.EndedAt))
        {
            throw Refusal.Gone("TURN_EXPIRED", $"The turn {row.Id} has ended and does not run again; its events are no longer kept.");
        }

        return _turns.GetOrAdd(row.Id, id => Turn.OfEnded(id, row.ThreadId, () => _services.Journals.Reopen(id, end), _services.Clock));
    }

    [LoggerMessage(LogLevel.Error, "The turn {TurnId} failed in the backend.")]
    private static partial void LogFailed(ILogger logger, string turnId, Exception exception);

    [LoggerMessage(LogLevel.Error, "How the turn {TurnId} ended could not be written to its journal; its readers are told from memory.")]
    private static partial void LogNotTold(ILogger logger, string turnId, Exception exception);
}
