using System.Collections.Concurrent;
using Flapjack.ReferenceBackend.Traces;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>
/// The turns that failed in the backend, for example because the disk is full. Their readers were told that the outcome is unknown. The store is told the same,
/// at once or as soon as it takes changes again; until then this process remembers it.
/// </summary>
internal sealed partial class UnsettledTurns(TurnServices services)
{
    private readonly ConcurrentDictionary<string, (string TraceId, TurnEnd End)> _ends = new(StringComparer.Ordinal);

    public bool Contains(string turnId) => _ends.ContainsKey(turnId);

    public void Settle(string turnId, string traceId, TurnEnd end)
    {
        _ends[turnId] = (traceId, end);
        Retry();
    }

    /// <summary>Tells the store of all that it does not know yet. It never fails.</summary>
    public void Retry()
    {
        try
        {
            foreach (var (turnId, (traceId, end)) in _ends)
            {
                var now = services.Clock.GetUtcNow();
                services.Store.Write(db =>
                {
                    TurnTable.End(db, turnId, TurnState.Unknown, now, end);
                    TraceTable.CutOff(db, traceId, now, TurnTrace.Text("The backend could not record the turn."));
                });
                _ends.TryRemove(turnId, out _);
            }
        }
        catch (Exception e)
        {
            LogNotSettled(services.Logger, _ends.Count, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The store does not take that {Count} turns of chats have ended; it is tried again in a minute.")]
    private static partial void LogNotSettled(ILogger logger, int count, Exception exception);
}
