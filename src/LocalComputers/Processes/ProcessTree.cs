namespace LocalComputers.Processes;

/// <summary>Ends everything that belongs to a scope, also what has left its parent, its group or its session.</summary>
/// <param name="host">The host that started the scope's processes.</param>
/// <param name="looks">The looks by which processes are found; null for looks at every process of the machine.</param>
/// <param name="patience">How long to wait for processes that do not die of SIGKILL; null for five seconds.</param>
internal sealed class ProcessTree(ProcessHost host, ProcessLooks? looks = null, TimeSpan? patience = null)
{
    private const int MostLooksOfPause = 200;

    // A process that waits for its disk stops only when it has written.
    private const int MostLooksAtOne = 50;

    // Time alone is not enough: if the machine stood still for seconds, no process has had the time to die.
    private const int FewestScans = 20;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly ProcessLooks _looks = looks ?? host.Looks;
    private readonly StrayProcessSearch _search = new(host);
    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(5);

    /// <summary>The processes that belong to a scope now.</summary>
    public IReadOnlyList<ProcessStat> MembersOf(ProcessScope scope) => _search.MembersOf(new(host.Table), scope, new HashSet<(int, ulong)>());

    /// <summary>The same by a look that is shared with those who ask at the same time.</summary>
    public async Task<IReadOnlyList<ProcessStat>> MembersOfAsync(ProcessScope scope) =>
        _search.MembersOf(await _looks.TakeAsync().ConfigureAwait(false), scope, new HashSet<(int, ulong)>());

    /// <summary>Asks every member to end by SIGTERM, and after the grace kills those that are left.</summary>
    /// <returns>The process ids of the survivors; none when all is clean.</returns>
    public async Task<IReadOnlyList<int>> StopAsync(ProcessScope scope, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!host.Table.IsAvailable)
        {
            return await StopRootAsync(scope, grace, cancellationToken).ConfigureAwait(false);
        }

        HashSet<(int, ulong)> known = [];
        var ended = grace > TimeSpan.Zero
            && await UntilNoneIsLeftAsync(scope, known, grace, 0, Ask, cancellationToken).ConfigureAwait(false) is [];
        return ended ? [] : await KillAsync(scope, known, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets every member stand still, by SIGSTOP. Members that stand still already, because somebody else has stopped them, are left so afterwards too.</summary>
    /// <returns>To be disposed of when the members are to go on.</returns>
    public async Task<ProcessPause> PauseAsync(ProcessScope scope, CancellationToken cancellationToken)
    {
        if (!host.Table.IsAvailable)
        {
            return new(host.Table, [], isWhole: false);
        }

        var stopped = new List<ProcessStat>();
        HashSet<(int, ulong)> known = [];
        try
        {
            for (int looks = 0, quietLooks = 0; looks < MostLooksOfPause; looks++)
            {
                var members = _search.MembersOf(await _looks.TakeAsync().WaitAsync(cancellationToken).ConfigureAwait(false), scope, known);
                var moving = members.Where(member => member.State is not ('T' or 't' or 'Z' or 'X') && member.Id != Environment.ProcessId).ToList();
                // Two in a row: a process that just forks can slip through one look.
                quietLooks = moving.Count == 0 ? quietLooks + 1 : 0;
                if (quietLooks == 2)
                {
                    return new(host.Table, stopped, isWhole: true);
                }

                foreach (var member in moving)
                {
                    if (known.Add((member.Id, member.StartTime)))
                    {
                        stopped.Add(member);
                    }

                    ProcessSignal.Send(host.Table, member, LibC.SIGSTOP);
                    await StandsStillAsync(member, cancellationToken).ConfigureAwait(false);
                }

                await Task.Delay(quietLooks > 0 ? TimeSpan.Zero : ShortestPause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            new ProcessPause(host.Table, stopped, isWhole: false).Dispose();
            throw;
        }

        return new(host.Table, stopped, isWhole: false);
    }

    /// <summary>Sends SIGKILL to every member until none is left; gives up after about five seconds.</summary>
    /// <returns>The process ids of the survivors; none when all is clean.</returns>
    public Task<IReadOnlyList<int>> KillAsync(ProcessScope scope, CancellationToken cancellationToken) =>
        StopAsync(scope, TimeSpan.Zero, cancellationToken);

    private async Task<IReadOnlyList<int>> KillAsync(ProcessScope scope, HashSet<(int, ulong)> known, CancellationToken cancellationToken)
    {
        // All processes of the group are killed at once, which no fork can outrun; then the others, one by one.
        scope.Group?.Kill();
        return await UntilNoneIsLeftAsync(
            scope, known, _patience, FewestScans, (member, _) => ProcessSignal.Send(host.Table, member, LibC.SIGKILL), cancellationToken).ConfigureAwait(false);
    }

    // A parent that still moves would be told that its children have stopped. A shell with job control takes that for the end of a job.
    private async Task StandsStillAsync(ProcessStat member, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MostLooksAtOne; look++)
        {
            if (host.Table.Find(member.Id) is not { } now || now.StartTime != member.StartTime || now.State is 'T' or 't' or 'Z' or 'X')
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(look < 5 ? 0 : 2), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Ask(ProcessStat member, bool isNew)
    {
        if (!isNew)
        {
            return;
        }

        ProcessSignal.Send(host.Table, member, LibC.SIGTERM);
        if (member.State == 'T')
        {
            // A stopped process does not see the request before it goes on.
            ProcessSignal.Send(host.Table, member, LibC.SIGCONT);
        }
    }

    /// <summary>Does something to each member, again and again, until none is left or the time is over; returns who is left.</summary>
    /// <param name="scope">Which processes belong.</param>
    /// <param name="known">The members that were found so far. A member whose parents are gone may not be found in any other way.</param>
    /// <param name="time">How long to try.</param>
    /// <param name="fewestScans">How often to try at least.</param>
    /// <param name="act">What to do to a member; also told whether it is found for the first time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<IReadOnlyList<int>> UntilNoneIsLeftAsync(
        ProcessScope scope, HashSet<(int, ulong)> known, TimeSpan time, int fewestScans, Action<ProcessStat, bool> act, CancellationToken cancellationToken)
    {
        // The operating system's time, not a test's: it is the kernel that is waited for. It begins when all have been told once, since on a
        // busy machine the first look alone may take longer than that.
        long? begin = null;
        var emptyScans = 0;
        var pause = ShortestPause;
        for (var scans = 1; ; scans++)
        {
            var look = await _looks.TakeAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            var members = _search.MembersOf(look, scope, known);
            emptyScans = members.Count == 0 ? emptyScans + 1 : 0;

            // Two in a row: a process that just forks, or that is in the midst of an exec and so has no environment
            // for an instant, can slip through one scan.
            if (emptyScans == 2 || (emptyScans == 0 && scans > fewestScans && begin is { } start && TimeProvider.System.GetElapsedTime(start) > time))
            {
                return [.. members.Select(member => member.Id)];
            }

            var anyNew = false;
            foreach (var member in members)
            {
                var isNew = known.Add((member.Id, member.StartTime));
                act(member, isNew);
                anyNew |= isNew;
            }

            begin ??= TimeProvider.System.GetTimestamp();
            pause = anyNew || members.Count == 0 ? ShortestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<int>> StopRootAsync(ProcessScope scope, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (scope.RootProcessId is not { } root || host.HolderOf(root) is not { } child)
        {
            return [];
        }

        if (grace > TimeSpan.Zero)
        {
            child.Terminate();
            await EndsWithinAsync(child, grace, cancellationToken).ConfigureAwait(false);
        }

        child.Kill();
        return await EndsWithinAsync(child, _patience, cancellationToken).ConfigureAwait(false) ? [] : [root];
    }

    private static async Task<bool> EndsWithinAsync(ChildProcess child, TimeSpan time, CancellationToken cancellationToken)
    {
        await ((Task)child.Exited).WaitAsync(time, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return child.Exited.IsCompleted;
    }
}
