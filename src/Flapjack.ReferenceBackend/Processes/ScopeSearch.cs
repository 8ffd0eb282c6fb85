namespace Flapjack.ReferenceBackend.Processes;

/// <summary>Finds the processes of a scope in the process table.</summary>
internal sealed class ScopeSearch(ProcessHost host)
{
    /// <summary>The processes that belong to the scope now, parents before their children, without zombies.</summary>
    /// <param name="scope">What makes a process belong.</param>
    /// <param name="known">Processes that have been found to belong before, by id and start time: they still do, whoever their parents are now.</param>
    public IReadOnlyList<ProcessStat> MembersOf(ProcessScope scope, IReadOnlySet<(int Id, ulong StartTime)> known)
    {
        HashSet<int> inGroup = scope.Group is null ? [] : [.. scope.Group.ProcessIds()];
        Dictionary<int, ProcessStat> processes = host.Table.Snapshot().ToDictionary(process => process.Id);

        // Never init, ourselves, or who started us (the backend may itself run inside a computer of another one); and so nobody who is
        // reached only through them.
        foreach (int id in OurselvesAndAbove(processes))
        {
            processes.Remove(id);
        }

        int? root = scope.RootProcessId is { } rootId && host.HolderOf(rootId) is not null ? rootId : null;
        HashSet<int> members =
        [
            .. processes.Values
                .Where(process => known.Contains((process.Id, process.StartTime)) || Belongs(process, scope, root, inGroup))
                .Select(process => process.Id),
        ];
        AddDescendants(members, processes);
        return [.. members.Select(id => processes[id]).OrderBy(process => DepthOf(process, processes)).ThenBy(process => process.StartTime)];
    }

    private bool Belongs(ProcessStat process, ProcessScope scope, int? root, HashSet<int> inGroup)
    {
        if (inGroup.Contains(process.Id) || (root is not null && (process.Id == root || process.Session == root || process.Group == root)))
        {
            return true;
        }

        ProcessVariables variables = host.Table.VariablesOf(process.Id);
        return scope.Markers.Any(variables.Contain)
            || (scope.Marks.Count > 0 && host.Table.ResidentSetLimitsOf(process.Id) is { } limits && (scope.Marks.Contains(limits.Soft) || scope.Marks.Contains(limits.Hard)))
            || (scope.Folder is not null
                && process.Terminal == 0
                && !(scope.SparedVariable is not null && variables.Have(scope.SparedVariable))
                && host.Table.UsesFolder(process.Id, scope.Folder));
    }

    private static List<int> OurselvesAndAbove(Dictionary<int, ProcessStat> processes)
    {
        List<int> ids = [1];
        for (int id = Environment.ProcessId; processes.TryGetValue(id, out ProcessStat process) && !ids.Contains(id); id = process.ParentId)
        {
            ids.Add(id);
        }

        return ids;
    }

    private static void AddDescendants(HashSet<int> members, Dictionary<int, ProcessStat> processes)
    {
        int before;
        do
        {
            before = members.Count;
            members.UnionWith([.. processes.Values.Where(process => members.Contains(process.ParentId)).Select(process => process.Id)]);
        }
        while (members.Count > before);
    }

    private static int DepthOf(ProcessStat process, Dictionary<int, ProcessStat> processes)
    {
        int depth = 0;
        // Read one after the other, parents may in theory form a ring when numbers are used again meanwhile.
        while (depth < processes.Count && processes.TryGetValue(process.ParentId, out ProcessStat parent))
        {
            process = parent;
            depth++;
        }

        return depth;
    }
}
