using LocalComputers.Journals;

namespace LocalComputers.Computers.Exec;

/// <summary>
/// Ends the commands that were running when an earlier process died: as their journal tells it, if they had come to their end, and else as
/// one of which nobody knows how it went. It never takes one for a success that did not say so.
/// </summary>
internal sealed class ExecRecovery(ExecStore execs, string journalFolder, Func<string, FrameFormat> newFormat, ExecWords words, TimeProvider clock)
{
    /// <summary>To be done before any command is taken on. What is left half done by a crash is done by the next start.</summary>
    /// <param name="ending">Told of each command before its end is stored: after a crash in between it is told again.</param>
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
            // A command's row comes before its journal, and the crash may have come in between.
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
                // The journal is written first: its reader may have been told. A damaged end is still the last frame that its readers can get.
                return words.EndOf(last)?.Outcome;
            }

            // If the disk does not take it, the row has it, and every later reader is told so.
            new ExecFrames(journal, words).EndSurely(words.Failed(ExecFailure.Unknown, "The backend ended while the command ran; nobody knows how it went."));
            return null;
        }
        finally
        {
            journal.Complete();
        }
    }
}
