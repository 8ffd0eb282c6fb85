using Flapjack.ReferenceBackend.Traces;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Ends turns that wait for results which nobody will send any more.</summary>
internal static class WaitingTurns
{
    public static void Expire(StoreSession db, TurnRow turn, DateTimeOffset now)
    {
        TurnTable.Leave(db, turn.Id, TurnState.Expired);
        EndTrace(db, turn, now, "The results of the caller's tools did not come in time.");
    }

    public static void EndTrace(StoreSession db, TurnRow turn, DateTimeOffset now, string why)
    {
        if (turn.TraceId is { } trace)
        {
            TraceTable.CutOff(db, trace, now, TurnTrace.Text(why));
        }
    }
}
