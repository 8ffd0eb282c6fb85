using LocalComputers.Journals;

namespace LocalComputers.Computers.Exec;

/// <summary>
/// Ends the commands that were running when an earlier process died. A command whose journal has its end is ended as the journal says; of any
/// other command nobody knows how it went. A command never becomes a success unless its journal says so.
/// </summary>
internal sealed class ExecRecovery(ExecStore execs, string journalFolder, Func<string, FrameFormat> newFormat, ExecWords words, TimeProvider clock)
{
    /// <summary>Ends all of them. Call this before any command is taken on. If the process dies meanwhile, the next start ends the rest.</summary>
    /// <param name="ending">Called for each command before its end is stored; after a crash between the two it is called again.</param>
    /// <param name="cancellationToken">Ends the recovery; the next one goes on with it.</param>
    /// <exception cref="IOException">The disk is full, for example.</exception>
    public void EndAll(Action<ExecRecord> ending, CancellationToken cancellationToken = default)
    {
        foreach (var exec in execs.Running())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = OutcomeOf(exec);
            var endedAt = clock.GetUtcNow();
            ending(exec with { EndedAt = endedAt, Outcome = outcome });
            execs.End(exec.Id, endedAt, outcome);
        }
    }

    private string? OutcomeOf(ExecRecord exec)
    {
        var path = Path.Combine(journalFolder, exec.Id);
        Journal journal;
        try
        {
            // The files of a journal may be gone, for example after the machine has died.
            journal = JournalFiles.AreAt(path) ? Journal.Reopen(path, newFormat("")) : new(path, newFormat(""));
        }
        catch (JournalGapException)
        {
            return null;
        }

        try
        {
            if (journal.Last() is { } last && words.IsEnd(last))
            {
                // The disk did not take the store's change at the end, or an earlier version ended the command. A reader may know this end.
                // A damaged end is still the last frame that readers can get.
                return words.EndOf(last)?.Outcome;
            }

            // If the disk does not take this frame, the row says the same, and every later reader is told so.
            new ExecFrames(journal, words).EndSurely(words.Failed(ExecFailure.Unknown, "The backend ended while the command ran; nobody knows how it went."));
            return null;
        }
        finally
        {
            journal.Complete();
        }
    }
}
