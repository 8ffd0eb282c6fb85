namespace Flapjack.ReferenceBackend.Processes;

/// <summary>Ends everything that belongs to a scope, also what has left its parent, its group or its session.</summary>
/// <param name="host">Who started the scope's processes.</param>
/// <param name="patience">How long what does not die of SIGKILL is waited for; null for five seconds.</param>
internal sealed class ProcessTree(ProcessHost host, TimeSpan? patience = null)
{
    // Time alone says nothing: where the machine stood still for seconds, nobody has been killed yet.
    private const int FewestScans = 20;

    private static readonly TimeSpan BetweenScans = TimeSpan.FromMilliseconds(5);

    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(5);

    /// <summary>Sends SIGKILL to every member until none is left; gives up after about five seconds.</summary>
    /// <returns>The process ids of the survivors; none when all is clean.</returns>
    public async Task<IReadOnlyList<int>> KillAsync(ProcessScope scope, CancellationToken cancellationToken)
    {
        if (!host.Table.IsAvailable)
        {
            return await KillByParentageAsync(scope, cancellationToken).ConfigureAwait(false);
        }

        // Here and below the operating system's time, not a test's: it is the kernel that is waited for.
        long begin = TimeProvider.System.GetTimestamp();
        int emptyScans = 0;
        for (int scans = 1; ; scans++)
        {
            List<ProcessStat> members = MembersOf(scope);
            emptyScans = members.Count == 0 ? emptyScans + 1 : 0;

            // Two in a row: a process that just forks, or that is in the midst of an exec and so has no environment
            // for an instant, can slip through one scan.
            if (emptyScans == 2 || (scans > FewestScans && TimeProvider.System.GetElapsedTime(begin) > _patience))
            {
                return [.. members.Select(member => member.Id)];
            }

            foreach (ProcessStat member in members)
            {
                KillIfStillTheSame(member);
            }

            await Task.Delay(BetweenScans, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<ProcessStat> MembersOf(ProcessScope scope)
    {
        IReadOnlyList<ProcessStat> processes = host.Table.Snapshot();
        HashSet<int> memberIds = [.. host.Table.WithMarker(scope.MarkerName, scope.MarkerValue)];
        if (scope.RootProcessId is { } root && host.HolderOf(root) is not null)
        {
            memberIds.Add(root);
            memberIds.UnionWith(processes.Where(process => process.Session == root || process.Group == root).Select(process => process.Id));
        }

        // Never ourselves nor init, and so nobody who is reached only through them: orphans all descend from init,
        // and the backend may itself run inside a computer of another one.
        memberIds.RemoveWhere(id => id <= 1 || id == Environment.ProcessId);
        AddDescendants(memberIds, processes);
        return [.. processes.Where(process => memberIds.Contains(process.Id))];
    }

    private static void AddDescendants(HashSet<int> memberIds, IReadOnlyList<ProcessStat> processes)
    {
        int before;
        do
        {
            before = memberIds.Count;
            memberIds.UnionWith(processes
                .Where(process => memberIds.Contains(process.ParentId) && process.Id != Environment.ProcessId)
                .Select(process => process.Id)
                .ToArray());
        }
        while (memberIds.Count > before);
    }

    private void KillIfStillTheSame(ProcessStat member)
    {
        if (host.Table.Find(member.Id) is { } now && now.StartTime == member.StartTime)
        {
            _ = LibC.kill(member.Id, LibC.SIGKILL);
        }
    }

    private async Task<IReadOnlyList<int>> KillByParentageAsync(ProcessScope scope, CancellationToken cancellationToken)
    {
        if (scope.RootProcessId is not { } root || host.HolderOf(root) is not { } child)
        {
            return [];
        }

        child.Kill();
        await ((Task)child.Exited).WaitAsync(_patience, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return child.Exited.IsCompleted ? [] : [root];
    }
}
