namespace LocalComputers.Processes;

/// <summary>
/// The processes of this machine at one time, without zombies, without init, and without this process and those that it comes from. A look that is told
/// of foreign processes leaves those out too, and does not read them.
/// </summary>
internal sealed class ProcessLook
{
    private readonly ProcessTable _table;
    private readonly Dictionary<int, SeenProcess> _processes;
    private readonly HashSet<int> _foreign = [];

    /// <param name="table">The processes.</param>
    /// <param name="foreign">Those that are known to be no computer's; null to look at all.</param>
    public ProcessLook(ProcessTable table, ForeignProcesses? foreign = null)
    {
        _table = table;
        var listed = table.List();
        _processes = new(foreign is null ? listed.Count : 16);
        foreach (var process in listed)
        {
            if (foreign?.Know(process) == true)
            {
                _foreign.Add(process.Id);
            }
            else if (table.Find(process.Id) is { IsZombie: false } stat)
            {
                _processes.Add(process.Id, new(table, stat));
            }
        }

        foreign?.Learn(listed, _processes);
        // Init, this process and its ancestors are left out (this backend may itself run inside a computer of another backend), and with them
        // the processes that are reached only through them.
        foreach (var id in OurselvesAndAbove(StatInLook))
        {
            _processes.Remove(id);
        }
    }

    public IReadOnlyDictionary<int, SeenProcess> Processes => _processes;

    /// <summary>The processes with those among some that are foreign: somebody may have moved a foreign process into a computer's group.</summary>
    public IReadOnlyDictionary<int, SeenProcess> ProcessesWith(IEnumerable<int> ids)
    {
        var also = ids.Where(_foreign.Contains).ToList();
        if (also.Count == 0)
        {
            return _processes;
        }

        var above = OurselvesAndAbove(_table.Find);
        Dictionary<int, SeenProcess> all = new(_processes);
        foreach (var id in also.Except(above))
        {
            if (_table.Find(id) is { IsZombie: false } stat)
            {
                all[id] = new(_table, stat);
            }
        }

        return all;
    }

    // The processes that this one comes from are older, and so a look that leaves out foreign processes may have none of them.
    private ProcessStat? StatInLook(int id) => _processes.TryGetValue(id, out var process) ? process.Stat : null;

    private static List<int> OurselvesAndAbove(Func<int, ProcessStat?> statOf)
    {
        List<int> ids = [1];
        for (var id = Environment.ProcessId; statOf(id) is { } process && !ids.Contains(id); id = process.ParentId)
        {
            ids.Add(id);
        }

        return ids;
    }
}
