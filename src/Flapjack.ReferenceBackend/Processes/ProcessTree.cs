namespace Flapjack.ReferenceBackend.Processes;

/// <summary>Ends everything that belongs to a scope, also what has left its parent, its group or its session.</summary>
internal sealed class ProcessTree(ProcessHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenScans = TimeSpan.FromMilliseconds(5);

    private readonly ScopeSearch _search = new(host);

    /// <summary>The processes that belong to a scope now.</summary>
    public IReadOnlyList<ProcessStat> MembersOf(ProcessScope scope) => _search.MembersOf(scope);

    /// <summary>Asks every member to end by SIGTERM, and after the grace kills those that are left.</summary>
    /// <returns>The process ids of the survivors; none when all is clean.</returns>
    public async Task<IReadOnlyList<int>> StopAsync(ProcessScope scope, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!host.Table.IsAvailable)
        {
            return await StopRootAsync(scope, grace, cancellationToken).ConfigureAwait(false);
        }

        HashSet<(int, ulong)> asked = [];
        bool ended = grace > TimeSpan.Zero && await UntilNoneIsLeftAsync(
            scope,
            grace,
            member =>
            {
                if (asked.Add((member.Id, member.StartTime)))
                {
                    Ask(member);
                }
            },
            cancellationToken).ConfigureAwait(false) is [];
        return ended ? [] : await KillAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends SIGKILL to every member until none is left; gives up after about five seconds.</summary>
    /// <returns>The process ids of the survivors; none when all is clean.</returns>
    public async Task<IReadOnlyList<int>> KillAsync(ProcessScope scope, CancellationToken cancellationToken)
    {
        if (!host.Table.IsAvailable)
        {
            return await StopRootAsync(scope, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }

        // At one blow what is in the group: no fork is fast enough for it. Then one by one what is not.
        scope.Group?.Kill();
        return await UntilNoneIsLeftAsync(
            scope, Patience, member => ProcessSignal.Send(host.Table, member, LibC.SIGKILL), cancellationToken).ConfigureAwait(false);
    }

    private void Ask(ProcessStat member)
    {
        ProcessSignal.Send(host.Table, member, LibC.SIGTERM);
        if (member.State == 'T')
        {
            // A stopped process does not see the request before it goes on.
            ProcessSignal.Send(host.Table, member, LibC.SIGCONT);
        }
    }

    /// <summary>Does something to each member, again and again, until none is left or the time is over; returns who is left.</summary>
    private async Task<IReadOnlyList<int>> UntilNoneIsLeftAsync(
        ProcessScope scope, TimeSpan time, Action<ProcessStat> act, CancellationToken cancellationToken)
    {
        // The operating system's time, not a test's: it is the kernel that is waited for.
        long begin = TimeProvider.System.GetTimestamp();
        int emptyScans = 0;
        while (true)
        {
            IReadOnlyList<ProcessStat> members = MembersOf(scope);
            emptyScans = members.Count == 0 ? emptyScans + 1 : 0;

            // Two in a row: a process that just forks, or that is in the midst of an exec and so has no environment
            // for an instant, can slip through one scan.
            if (emptyScans == 2 || (emptyScans == 0 && TimeProvider.System.GetElapsedTime(begin) > time))
            {
                return [.. members.Select(member => member.Id)];
            }

            foreach (ProcessStat member in members)
            {
                act(member);
            }

            await Task.Delay(BetweenScans, TimeProvider.System, cancellationToken).ConfigureAwait(false);
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
        return await EndsWithinAsync(child, Patience, cancellationToken).ConfigureAwait(false) ? [] : [root];
    }

    private static async Task<bool> EndsWithinAsync(ChildProcess child, TimeSpan time, CancellationToken cancellationToken)
    {
        await ((Task)child.Exited).WaitAsync(time, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return child.Exited.IsCompleted;
    }
}
