using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>
/// Settles the turns that were running when an earlier process died. What the model and its tools did is unknown, so such a turn ends with an error that says
/// so, and is never told as an answer.
/// </summary>
internal sealed partial class TurnRecovery(TurnServices services)
{
    public void Restore()
    {
        var now = services.Clock.GetUtcNow();
        services.Store.Write(db =>
        {
            foreach (var turn in TurnTable.Running(db))
            {
                var end = TurnEnd.Unknown("The backend ended while the agent was answering; nobody knows what the agent has done.");
                TurnTable.End(db, turn.Id, TurnState.Unknown, now, end);
                WaitingTurns.EndTrace(db, turn, now, "The backend ended during the turn.");
            }
        });

        var kept = services.Store.Read(db => TurnTable.EndedAfter(db, now - services.Limits.JournalRetention)).ToHashSet(StringComparer.Ordinal);
        if (services.Journals.RemoveOthers(kept.Contains) is { } left)
        {
            LogLeft(services.Logger, left);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Journals of turns could not be removed, and the next start tries again: {Left}")]
    private static partial void LogLeft(ILogger logger, string left);
}
