namespace LocalComputers.Processes;

/// <summary>
/// Remembers, from one look to the next, the processes that are no computer's, so that a look at them costs no more than their line in the list of
/// processes. A process becomes a computer's only by being born of a process of it, and has all of <see cref="ComputerSigns"/> then; so a process that
/// had none of them, nor a parent that had, is foreign for as long as it lives. Looks are taken one at a time, and no call crosses another.
/// </summary>
internal sealed class ForeignProcesses(ProcessHost host, ComputerSigns signs)
{
    // Init is process 1, and 0 stands for a parent that can't be seen.
    private const int Init = 1;

    // The number of a process's folder in /proc is given out anew with each process, also if the process gets an id that another one had.
    private Dictionary<int, ulong> _known = [];

    /// <summary>Whether a listed process is known to be foreign.</summary>
    public bool Know(ListedProcess listed) => listed.Number != 0 && _known.TryGetValue(listed.Id, out var number) && number == listed.Number;

    /// <summary>Learns from a look which processes are foreign, and forgets those that have ended.</summary>
    /// <param name="listed">All processes of the look.</param>
    /// <param name="seen">Those that were not known to be foreign.</param>
    public void Learn(IReadOnlyList<ListedProcess> listed, IReadOnlyDictionary<int, SeenProcess> seen)
    {
        var folders = signs.Folders();
        var foreign = listed.Where(Know).ToDictionary(process => process.Id, process => process.Number);
        Dictionary<int, bool> verdicts = [];
        // Asked behind the look: a child that was started before the look has its holder, or is still being started.
        var isStarting = host.IsStarting;
        _known = listed
            .Where(process => process.Number != 0 && process.Id != Environment.ProcessId && IsForeign(process.Id))
            .ToDictionary(process => process.Id, process => process.Number);

        bool IsForeign(int id)
        {
            if (!seen.TryGetValue(id, out var process) || id == Environment.ProcessId)
            {
                // This process is no computer's, and others may be born of it too. A process that is gone already tells nothing about its children.
                return id <= Init || id == Environment.ProcessId || foreign.ContainsKey(id);
            }

            if (!verdicts.TryGetValue(id, out var verdict))
            {
                // Ids that are used again meanwhile may form a ring of parents.
                verdicts[id] = false;
                verdicts[id] = verdict = signs.IsOlder(process.Stat) || (IsNoChildOfOurs(process.Stat) && signs.AreMissing(process, folders) && IsForeign(process.Stat.ParentId));
            }

            return verdict;
        }

        bool IsNoChildOfOurs(ProcessStat process) => process.ParentId != Environment.ProcessId || (!isStarting && host.HolderOf(process.Id) is null);
    }
}
