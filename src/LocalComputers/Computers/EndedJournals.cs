using LocalComputers.Journals;
using LocalComputers.Processes;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>
/// Removes, once a minute, the journals whose time is over and whose computers nobody has asked for since the start. A computer that is taken up sees to its
/// journals itself.
/// </summary>
internal sealed partial class EndedJournals(ComputerServices services)
{
    // What was over at the start is removed with the other leftovers.
    private DateTimeOffset _removedUntil = services.OldestKeptOutput;

    /// <param name="isTakenUp">Whether the computer of an agent is taken up.</param>
    public void Remove(Func<string, bool> isTakenUp)
    {
        try
        {
            var until = services.OldestKeptOutput;
            var over = services.Execs.EndedWithin(_removedUntil, until).Where(exec => !isTakenUp(exec.AgentId)).Select(exec => exec.Id).ToHashSet(StringComparer.Ordinal);
            if (over.Count > 0 && JournalFolder.Remove(services.JournalFolder, over) is { } left)
            {
                ProcessLog.LeftoversStay(services.Logger, services.JournalFolder, left);
            }

            _removedUntil = until;
        }
        catch (Exception e)
        {
            // On the timer's thread nobody else would catch the exception.
            LogNotRemoved(services.Logger, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Journals whose time is over could not be removed; it is tried again in a minute.")]
    private static partial void LogNotRemoved(ILogger logger, Exception exception);
}
