using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Where the journals of turns lie. A journal holds the events of a turn as they go over the wire.</summary>
/// <param name="folder">The folder.</param>
/// <param name="write">Writes to the files; null for the system's own way.</param>
internal sealed class TurnJournals(string folder, WriteBytes? write)
{
    /// <summary>What stands before the number in the ids of a turn's events.</summary>
    public static string PrefixOf(string turnId) => turnId + ":";

    /// <exception cref="IOException">The disk does not take it.</exception>
    public Journal Create(string turnId) => new(PathOf(turnId), FormatOf(turnId), write: write);

    /// <summary>Opens the journal of a turn that has ended. If its last event is missing, it gets the given end.</summary>
    /// <exception cref="JournalGapException">Its files are gone.</exception>
    public Journal Reopen(string turnId, TurnEnd end)
    {
        var journal = Journal.Reopen(PathOf(turnId), FormatOf(turnId), write: write);
        try
        {
            if (journal.Last() is not { } last || !TurnEnd.IsEnd(last.Event))
            {
                // The end was stored, and the backend ended before its journal had it; or the disk was full.
                new ChatFrames(journal).EndSurely(end);
            }
        }
        finally
        {
            journal.Complete();
        }

        return journal;
    }

    public void Remove(string turnId) => JournalFiles.RemoveAt(PathOf(turnId));

    /// <summary>Removes the journals of an earlier process, except for those that are kept.</summary>
    /// <returns>What could not be removed, and why; null when all is gone.</returns>
    public string? RemoveOthers(Func<string, bool> isKept) => JournalFolder.RemoveLeftovers(folder, isKept);

    private static SseFormat FormatOf(string turnId) => new(PrefixOf(turnId));

    private string PathOf(string turnId) => Path.Combine(folder, turnId);
}
