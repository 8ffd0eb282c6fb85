using LocalComputers.Processes;

namespace LocalComputers.Programs;

/// <summary>A program inside its isolation, of which the host's process only is the outer end.</summary>
/// <param name="table">The processes of this machine.</param>
/// <param name="outer">The process that was started.</param>
internal sealed class IsolatedProgram(ProcessTable table, int outer)
{
    // A process that was found once stays the program: its start time tells it from a later process of the same number.
    private volatile Found? _found;

    /// <summary>Sends a signal, by its number, to the program itself.</summary>
    /// <returns>False if the program has not begun yet, or has ended.</returns>
    public bool Signal(int signal)
    {
        _found ??= Find() is { } found ? new(found) : null;
        if (_found?.Program is not { } program || table.Find(program.Id) is not { IsZombie: false } now || now.StartTime != program.StartTime)
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

    /// <summary>An object, because a structure that several callers set and read at once could be half read.</summary>
    private sealed record Found(ProcessStat Program);
}
