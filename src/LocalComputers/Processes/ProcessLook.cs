namespace LocalComputers.Processes;

/// <summary>The processes of this machine at one time, without zombies, without init, and without this process and those that it comes from.</summary>
internal sealed class ProcessLook
{
    private readonly Dictionary<int, SeenProcess> _processes;

    public ProcessLook(ProcessTable table)
    {
        _processes = table.Snapshot().ToDictionary(process => process.Id, process => new SeenProcess(table, process));
        // Init, this process and its ancestors are left out (this backend may itself run inside a computer of another backend), and with them
        // the processes that are reached only through them.
        foreach (var id in OurselvesAndAbove())
        {
            _processes.Remove(id);
        }
    }

    public IReadOnlyDictionary<int, SeenProcess> Processes => _processes;

    private List<int> OurselvesAndAbove()
    {
        List<int> ids = [1];
        for (var id = Environment.ProcessId; _processes.TryGetValue(id, out var process) && !ids.Contains(id); id = process.Stat.ParentId)
        {
            ids.Add(id);
        }

        return ids;
    }
}
