using Flapjack.ReferenceBackend.Computers.Journals;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>
/// Ends the commands that were running when an earlier process died: as their journal tells it, if they had come to their end, and else as
/// one of which nobody knows how it went. It never takes one for a success that did not say so.
/// </summary>
internal sealed class ExecRecovery(ExecStore execs, string journalFolder, TimeProvider clock)
{
    private const string Unknown = "EXEC_OUTCOME_UNKNOWN";

    /// <summary>To be done before any command is taken on. What is left half done by a crash is done by the next start.</summary>
    /// <param name="ending">Told of each command before its end is stored: after a crash in between it is told again.</param>
    /// <param name="cancellationToken">Ends the recovery; the next one goes on with it.</param>
    /// <exception cref="IOException">The disk is full, for example.</exception>
    public async Task EndAllAsync(Action<ExecRecord> ending, CancellationToken cancellationToken = default)
    {
        foreach (var exec in execs.Running())
        {
            var outcome = await OutcomeOfAsync(exec, cancellationToken).ConfigureAwait(false);
            var endedAt = clock.GetUtcNow();
            ending(exec with { EndedAt = endedAt, Outcome = outcome });
            execs.End(exec.Id, endedAt, outcome);
        }
    }

    private async Task<string?> OutcomeOfAsync(ExecRecord exec, CancellationToken cancellationToken)
    {
        var path = Path.Combine(journalFolder, exec.Id);
        Journal journal;
        try
        {
            // A command's row comes before its journal, and the crash may have come in between.
            journal = JournalFiles.AreAt(path) ? Journal.Reopen(path, "") : new(path, "");
        }
        catch (JournalGapException)
        {
            return null;
        }

        try
        {
            switch (await LastFrame.OfAsync(journal, cancellationToken).ConfigureAwait(false))
            {
                // The journal is written first: its reader may have been told.
                case { Event: "exit" } exit when ExecOutcome.ExitCodeOf(exit.Data) is not null:
                    return exit.Data;
                case { Event: "error" } error when ExecOutcome.ErrorCodeOf(error.Data) is { } code:
                    return code == Unknown ? null : error.Data;
                case { Event: "exit" or "error" }:
                    // Damaged, and still the last frame that its readers can get.
                    return null;
                default:
                    new ExecFrames(journal, ComputerNaming.Both).Error(Unknown, "The backend ended while the command ran; nobody knows how it went.");
                    return null;
            }
        }
        finally
        {
            journal.Complete();
        }
    }
}
