using LocalComputers.Processes;

namespace LocalComputers.Programs;

/// <summary>A program inside its isolation, of which the host's process only is the outer end.</summary>
/// <param name="table">The processes of this machine.</param>
/// <param name="outer">The process that was started.</param>
internal sealed class IsolatedProgram(ProcessTable table, int outer)
{
    /// <summary>Sends a signal, by its number, to the program itself.</summary>
    /// <returns>False if the program has not begun yet, or has ended.</returns>
    public bool Signal(int signal)
    {
        if (Find() is not { } program)
        {
            return false;
        }

        ProcessSignal.Send(table, program, signal);
        return true;
    }

    // The outer process starts the first process of the namespace, and that starts the program before anything is left to it by others.
    private ProcessStat? Find()
    {
        var all = table.Snapshot();
        var first = all.Where(process => process.ParentId == outer).OrderBy(process => process.StartTime).Select(process => (int?)process.Id).FirstOrDefault();
        return first is null ? null : all.Where(process => process.ParentId == first).OrderBy(process => (process.StartTime, process.Id)).Cast<ProcessStat?>().FirstOrDefault();
    }
}
