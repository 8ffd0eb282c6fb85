using System.Text;

namespace LocalComputers.Processes;

/// <summary>Finds every process of a scope, also one that has left its parent and its session: by its group, its marks, its variables or its files.</summary>
internal sealed class StrayProcessSearch(ProcessHost host)
{
    /// <summary>The processes that belong to the scope, parents before their children.</summary>
    /// <param name="look">The processes that there are.</param>
    /// <param name="scope">What makes a process belong.</param>
    /// <param name="known">Processes that were found to belong before, by id and start time. They still belong, whatever their parents are now.</param>
    public IReadOnlyList<ProcessStat> MembersOf(ProcessLook look, ProcessScope scope, IReadOnlySet<(int Id, ulong StartTime)> known)
    {
        int? root = scope.RootProcessId is { } rootId && host.HolderOf(rootId) is not null ? rootId : null;
        var inGroup = scope.Group?.ProcessIds() ?? [];
        var rules = new Rules(scope, root, inGroup);
        var processes = look.ProcessesWith(inGroup);
        HashSet<int> members =
        [
            .. processes.Values
                .Where(process => known.Contains((process.Stat.Id, process.Stat.StartTime)) || rules.Cover(process))
                .Select(process => process.Stat.Id),
        ];
        AddDescendants(members, processes);
        return [.. members.Select(id => processes[id].Stat).OrderBy(process => DepthOf(process, processes)).ThenBy(process => process.StartTime)];
    }

    private static void AddDescendants(HashSet<int> members, IReadOnlyDictionary<int, SeenProcess> processes)
    {
        int before;
        do
        {
            before = members.Count;
            members.UnionWith([.. processes.Values.Where(process => members.Contains(process.Stat.ParentId)).Select(process => process.Stat.Id)]);
        }
        while (members.Count > before);
    }

    private static int DepthOf(ProcessStat process, IReadOnlyDictionary<int, SeenProcess> processes)
    {
        var depth = 0;
        // Processes are read one after the other. If numbers are used again meanwhile, the parents may in theory form a ring.
        while (depth < processes.Count && processes.TryGetValue(process.ParentId, out var parent))
        {
            process = parent.Stat;
            depth++;
        }

        return depth;
    }

    /// <summary>The rules of a scope, made ready to be held against many processes.</summary>
    private sealed class Rules(ProcessScope scope, int? root, IReadOnlyList<int> inGroup)
    {
        private readonly byte[][] _markers = [.. scope.Markers.Select(Encoding.UTF8.GetBytes)];
        private readonly HashSet<ulong> _marks = [.. scope.Marks];
        private readonly HashSet<int> _inGroup = [.. inGroup];

        public bool Cover(SeenProcess process)
        {
            var stat = process.Stat;
            if (_inGroup.Contains(stat.Id))
            {
                return true;
            }

            return stat.StartTime >= scope.StartedSince
                && ((root is not null && (stat.Id == root || stat.Session == root || stat.Group == root)) || IsMarked(process) || IsInFolder(process));
        }

        private bool IsMarked(SeenProcess process) =>
            HasMarker(process)
                || (_marks.Count > 0 && process.ResidentSetLimits is { } limits && (_marks.Contains(limits.Soft) || _marks.Contains(limits.Hard)));

        private bool IsInFolder(SeenProcess process) =>
            scope.Folder is not null
                && process.Stat.Terminal == 0
                && !(scope.SparedVariable is not null && process.Variables.Have(scope.SparedVariable))
                && process.Uses(scope.Folder);

        private bool HasMarker(SeenProcess process)
        {
            foreach (var marker in _markers)
            {
                if (process.Variables.Contain(marker))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
