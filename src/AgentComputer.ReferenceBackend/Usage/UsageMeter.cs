using LocalComputers.Computers;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Usage;

/// <summary>
/// Counts what computers use while they run, and stores it every minute and with each move. A time in which the backend itself does not run is not counted,
/// and neither is what was not stored yet when it is killed.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="measure">How long a computer's processes have used processors since this was asked last; zero if the machine does not tell.</param>
/// <param name="busyProcessors">How many processors count as busy while a computer runs, because the machine does not tell; 0 if it does.</param>
/// <param name="clock">The clock.</param>
internal sealed class UsageMeter(Store store, Func<string, TimeSpan> measure, Func<int> busyProcessors, TimeProvider clock)
{
    /// <summary>Leaves out the time since the earlier process has counted. Call this before any call is taken.</summary>
    public void Restore() => store.WriteMakingRoom(db =>
    {
        foreach (var running in UsageTable.AllRunning(db))
        {
            UsageTable.SetCountedUntil(db, running.ComputerId, clock.GetUtcNow());
        }
    });

    /// <summary>Counts as part of the change in which a computer moves.</summary>
    public void Moved(StoreSession db, ComputerMoved move)
    {
        if (Runs(move.From) != Runs(move.To))
        {
            Count(db, move.AgentId);
            UsageTable.SetCountedUntil(db, move.AgentId, Runs(move.To) ? clock.GetUtcNow() : null);
        }
    }

    /// <summary>Counts what a computer has used until now, as part of a change of its size or its workspace.</summary>
    public void Count(StoreSession db, string computerId)
    {
        if (UsageTable.FindRunning(db, computerId) is { } running)
        {
            Count(db, running);
        }
    }

    /// <summary>Counts for the last time what a computer has used, as part of the change in which its deletion begins.</summary>
    public void Deleting(StoreSession db, string computerId)
    {
        Count(db, computerId);
        UsageTable.SetCountedUntil(db, computerId, null);
    }

    /// <summary>Counts what all computers have used until now.</summary>
    public void CountAll()
    {
        var measured = store.Read(UsageTable.AllRunning).Select(running => (running.ComputerId, Used: measure(running.ComputerId))).ToList();
        store.Write(db =>
        {
            foreach (var running in UsageTable.AllRunning(db))
            {
                Count(db, running);
            }

            measured.ForEach(computer => UsageTable.Add(db, computer.ComputerId, UsedTime.Nothing with { Processors = computer.Used }));
        });
    }

    /// <summary>What a computer has used until now.</summary>
    public UsedTime OfComputer(string computerId) => store.Read(db =>
        UsageTable.OfComputer(db, computerId) + (UsageTable.FindRunning(db, computerId) is { } running ? NotCounted(running) : UsedTime.Nothing));

    /// <summary>What the computers of a workspace have used until now, also those that are deleted.</summary>
    public UsedTime OfWorkspace(string workspaceId) => store.Read(db =>
        UsageTable.RunningOf(db, workspaceId).Aggregate(UsageTable.OfWorkspace(db, workspaceId), (sum, running) => sum + NotCounted(running)));

    private void Count(StoreSession db, RunningComputer running)
    {
        UsageTable.Add(db, running.ComputerId, NotCounted(running));
        UsageTable.SetCountedUntil(db, running.ComputerId, clock.GetUtcNow());
    }

    // A clock that was put back counts nothing.
    private UsedTime NotCounted(RunningComputer running) => clock.GetUtcNow() - running.CountedUntil is var time && time > TimeSpan.Zero
        ? UsedTime.Of(time, running.MemoryMib, busyProcessors())
        : UsedTime.Nothing;

    // A computer that sleeps runs, as far as a caller can tell.
    private static bool Runs(ComputerPhase phase) => phase == ComputerPhase.Ready || phase == ComputerPhase.Idle || phase == ComputerPhase.Waking;
}
