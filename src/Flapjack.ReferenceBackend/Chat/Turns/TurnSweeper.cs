using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Forgets, once a minute, what nobody can ask for any more: the events of turns, their keys, and turns that wait in vain.</summary>
internal sealed partial class TurnSweeper : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly TurnServices _services;
    private readonly ConcurrentDictionary<string, Turn> _turns;
    private readonly UnsettledTurns _unsettled;
    private readonly ITimer _timer;

    /// <param name="services">What turns share.</param>
    /// <param name="turns">The turns whose events can be read.</param>
    /// <param name="unsettled">The turns whose end is not in the store yet.</param>
    public TurnSweeper(TurnServices services, ConcurrentDictionary<string, Turn> turns, UnsettledTurns unsettled)
    {
        (_services, _turns, _unsettled) = (services, turns, unsettled);
        _timer = services.Clock.CreateTimer(_ => Sweep(), null, Interval, Interval);
    }

    /// <summary>Whether the events of a turn are no longer kept.</summary>
    public bool IsOver(DateTimeOffset? endedAt) => endedAt + _services.Limits.JournalRetention <= _services.Clock.GetUtcNow();

    /// <summary>Whether the key of a turn stands for nothing any more, also if its row is still there.</summary>
    public bool IsForgotten(TurnRow turn) => turn.EndedAt + _services.Limits.KeyRetention <= _services.Clock.GetUtcNow();

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Sweep()
    {
        try
        {
            _unsettled.Retry();
            var now = _services.Clock.GetUtcNow();
            // All turns that wait are read outside of the change, for whose end other requests would wait.
            var late = _services.Store.Read(TurnTable.Waiting).Where(turn => turn.Waiting!.ExpiresAt <= now).ToList();
            _services.Store.Write(db =>
            {
                late.ForEach(turn => WaitingTurns.Expire(db, turn, now));
                TurnTable.RemoveEndedBefore(db, now - _services.Limits.KeyRetention);
            });
            // Chosen before the store is asked: the store may not know yet that a turn has ended which ends only now.
            var ended = _turns.Values.Where(turn => turn.HasEnded && !_unsettled.Contains(turn.Id)).ToList();
            Forget(ended, _services.Store.Read(db => TurnTable.EndedAfter(db, now - _services.Limits.JournalRetention)).ToHashSet(StringComparer.Ordinal));
        }
        catch (Exception e)
        {
            // On the timer's thread nobody else would catch the exception.
            LogNotSwept(_services.Logger, e);
        }
    }

    private void Forget(IEnumerable<Turn> ended, HashSet<string> kept)
    {
        foreach (var turn in ended)
        {
            if (!kept.Contains(turn.Id) && _turns.TryRemove(new(turn.Id, turn)))
            {
                turn.RemoveJournal(_services.Journals);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "What was due for the turns of chats could not be done; it is tried again in a minute.")]
    private static partial void LogNotSwept(ILogger logger, Exception exception);
}
