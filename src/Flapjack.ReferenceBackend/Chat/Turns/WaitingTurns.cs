using Flapjack.ReferenceBackend.Traces;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Ends turns that wait for results which nobody will send any more.</summary>
internal static class WaitingTurns
{
    /// <summary>The results came too late. A turn that has gone on meanwhile stays as it is.</summary>
    public static void Expire(StoreSession db, TurnRow turn, DateTimeOffset now)
    {
        if (TurnTable.Leave(db, turn.Id, TurnState.Expired))
        {
            EndTrace(db, turn, now, "The results of the caller's tools did not come in time.");
        }
    }

    /// <summary>Stops the turn of a thread that waits for results, if one does.</summary>
    /// <param name="db">The change.</param>
    /// <param name="threadId">The thread.</param>
    /// <param name="turnId">The turn; null for any.</param>
    /// <param name="now">When it is stopped.</param>
    public static void Stop(StoreSession db, string threadId, string? turnId, DateTimeOffset now)
    {
        if (TurnTable.FindWaiting(db, threadId) is { } turn && (turnId is null || turn.Id == turnId))
        {
            TurnTable.Leave(db, turn.Id, TurnState.Ended);
            EndTrace(db, turn, now, "The turn was stopped while it waited for the results of the caller's tools.");
        }
    }

    public static void EndTrace(StoreSession db, TurnRow turn, DateTimeOffset now, string why)
    {
        if (turn.TraceId is { } trace)
        {
            TraceTable.CutOff(db, trace, now, TurnTrace.Text(why));
        }
    }
}
