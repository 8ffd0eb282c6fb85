using System.Data.Common;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Usage;

/// <summary>What was used, in the store. What a computer uses is counted for its workspace too, in the same change.</summary>
internal static class UsageTable
{
    private const string Sums = "runtime_ms, cpu_ms, memory_mib_ms";
    private const string Running =
        "SELECT u.computer_id, u.counted_until, c.memory_mib FROM computer_usage u JOIN workspace_computers c ON c.id = u.computer_id WHERE u.counted_until IS NOT NULL";

    private static readonly double MsOfHour = TimeSpan.FromHours(1).TotalMilliseconds;

    /// <summary>The computers that run.</summary>
    public static IReadOnlyList<RunningComputer> AllRunning(StoreSession db) => db.Query(Running, ReadRunning);

    /// <summary>The computers of a workspace that run.</summary>
    public static IReadOnlyList<RunningComputer> RunningOf(StoreSession db, string workspaceId) => db.Query($"{Running} AND c.workspace_id = $workspace", ReadRunning, ("$workspace", workspaceId));

    /// <summary>A computer if it runs; null if it does not.</summary>
    public static RunningComputer? FindRunning(StoreSession db, string computerId) => db.QuerySingle($"{Running} AND u.computer_id = $id", ReadRunning, ("$id", computerId));

    /// <summary>What was counted of a computer.</summary>
    public static UsedTime OfComputer(StoreSession db, string computerId) =>
        db.QuerySingle($"SELECT {Sums} FROM computer_usage WHERE computer_id = $id", Read, ("$id", computerId)) ?? UsedTime.Nothing;

    /// <summary>What was counted of a workspace.</summary>
    public static UsedTime OfWorkspace(StoreSession db, string workspaceId) =>
        db.QuerySingle($"SELECT {Sums} FROM workspace_usage WHERE workspace_id = $id", Read, ("$id", workspaceId)) ?? UsedTime.Nothing;

    /// <summary>Says that a computer runs and is counted until a time, or does not run.</summary>
    public static void SetCountedUntil(StoreSession db, string computerId, DateTimeOffset? until) => db.Execute(
        """
        INSERT INTO computer_usage (computer_id, counted_until) SELECT $id, $until WHERE EXISTS (SELECT 1 FROM workspace_computers WHERE id = $id)
        ON CONFLICT (computer_id) DO UPDATE SET counted_until = $until
        """,
        ("$id", computerId),
        ("$until", until));

    /// <summary>Adds what a computer has used.</summary>
    public static void Add(StoreSession db, string computerId, UsedTime used)
    {
        Add(db, "computer_usage", "computer_id", computerId, used);
        if (db.QuerySingle("SELECT workspace_id FROM workspace_computers WHERE id = $id", row => row.GetString(0), ("$id", computerId)) is { } workspace)
        {
            db.Execute("INSERT INTO workspace_usage (workspace_id) VALUES ($id) ON CONFLICT DO NOTHING", ("$id", workspace));
            Add(db, "workspace_usage", "workspace_id", workspace, used);
        }
    }

    private static void Add(StoreSession db, string table, string key, string id, UsedTime used) => db.Execute(
        $"UPDATE {table} SET runtime_ms = runtime_ms + $runtime, cpu_ms = cpu_ms + $cpu, memory_mib_ms = memory_mib_ms + $memory WHERE {key} = $id",
        ("$id", id),
        ("$runtime", (long)used.Runtime.TotalMilliseconds),
        ("$cpu", (long)used.Processors.TotalMilliseconds),
        ("$memory", (long)Math.Round(used.MemoryMibHours * MsOfHour)));

    private static UsedTime Read(DbDataReader row) =>
        new(TimeSpan.FromMilliseconds(row.GetInt64(0)), TimeSpan.FromMilliseconds(row.GetInt64(1)), row.GetInt64(2) / MsOfHour);

    private static RunningComputer ReadRunning(DbDataReader row) => new(row.GetString(0), row.Time(1), row.GetInt32(2));
}
