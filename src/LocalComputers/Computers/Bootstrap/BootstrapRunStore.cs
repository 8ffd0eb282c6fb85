using System.Data.Common;
using System.Text.Json;
using LocalComputers.Storage;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>The bootstraps in the store, with what each was to set up. They go with their agents, as their computers do.</summary>
internal sealed class BootstrapRunStore(Store store)
{
    private const string Columns = "id, agent_id, setup, started_at, ended_at, status, exit_code, stderr_tail, actor_kind, actor_id";

    /// <summary>
    /// Adds a bootstrap of a computer that is stored, as part of a larger change; false when the computer is gone with its agent, and then nothing is stored.
    /// </summary>
    public static bool Add(StoreSession db, BootstrapRunRecord run) => db.Execute(
        $"""
        INSERT INTO bootstrap_runs ({Columns})
        SELECT $id, $agent, $setup, $started, $ended, $status, $exit, $tail, $kind, $actor WHERE EXISTS (SELECT 1 FROM computers WHERE agent_id = $agent)
        """,
        [("$id", run.Id), ("$agent", run.AgentId), ("$setup", ComputerSetupJson.Write(run.Setup)), ("$started", run.StartedAt), ("$kind", run.Actor.Kind), ("$actor", run.Actor.Id), .. Parameters(run.End)]) == 1;

    /// <summary>Records how a bootstrap ended, as part of a larger change; false when its agent is gone, and the bootstrap with it.</summary>
    public static bool End(StoreSession db, string id, BootstrapEnd end) => db.Execute(
        "UPDATE bootstrap_runs SET ended_at = $ended, status = $status, exit_code = $exit, stderr_tail = $tail WHERE id = $id",
        [("$id", id), .. Parameters(end)]) == 1;

    /// <summary>Changes what a bootstrap has set up, as part of a larger change; false when its agent is gone, and the bootstrap with it.</summary>
    public static bool Change(StoreSession db, string id, ComputerSetup setup) =>
        db.Execute("UPDATE bootstrap_runs SET setup = $setup WHERE id = $id", ("$id", id), ("$setup", ComputerSetupJson.Write(setup))) == 1;

    /// <summary>A bootstrap, as part of a larger change; null when its agent is gone.</summary>
    public static BootstrapRunRecord? Find(StoreSession db, string id) =>
        db.QuerySingle($"SELECT {Columns} FROM bootstrap_runs WHERE id = $id", Read, ("$id", id));

    /// <summary>An agent's latest bootstrap, which tells what its computer is set up with; null if there was none.</summary>
    public static BootstrapRunRecord? FindLatest(StoreSession db, string agentId) => db.QuerySingle(
        $"SELECT {Columns} FROM bootstrap_runs WHERE agent_id = $agent ORDER BY number DESC LIMIT 1", Read, ("$agent", agentId));

    /// <summary>Notes that the door has told of a bootstrap's end, as part of the change in which it does.</summary>
    public static void SetTold(StoreSession db, string id) => db.Execute("UPDATE bootstrap_runs SET is_told = 1 WHERE id = $id", ("$id", id));

    /// <summary>The bootstraps that have ended, and of whose end the door may not have told.</summary>
    public static IReadOnlyList<BootstrapRunRecord> Untold(StoreSession db) => db.Query(
        $"SELECT {Columns} FROM bootstrap_runs WHERE is_told = 0 AND ended_at IS NOT NULL ORDER BY ended_at", Read);

    /// <summary>Those of some ids that are no bootstrap, or an earlier bootstrap than the latest that an agent had at a moment.</summary>
    public static IReadOnlyList<string> NotLatest(StoreSession db, IEnumerable<string> ids, DateTimeOffset at) => db.Query(
        """
        SELECT value FROM json_each($ids) WHERE NOT EXISTS (
            SELECT 1 FROM bootstrap_runs AS run WHERE run.id = value AND NOT EXISTS (
                SELECT 1 FROM bootstrap_runs WHERE agent_id = run.agent_id AND number > run.number AND started_at <= $at))
        """,
        row => row.GetString(0),
        ("$ids", JsonSerializer.Serialize(ids)),
        ("$at", at));

    /// <summary>An agent's bootstraps, in the order in which they came; the last one tells what its computer is set up with.</summary>
    public IReadOnlyList<BootstrapRunRecord> OfAgent(string agentId) => store.Read(db => OfAgent(db, agentId));

    /// <summary>The same as part of a larger change.</summary>
    public static IReadOnlyList<BootstrapRunRecord> OfAgent(StoreSession db, string agentId) => db.Query(
        $"SELECT {Columns} FROM bootstrap_runs WHERE agent_id = $agent ORDER BY number", Read, ("$agent", agentId));

    private static (string, object?)[] Parameters(BootstrapEnd? end) =>
        [("$ended", end?.At), ("$status", end?.Phase.ToString()), ("$exit", end?.ExitCode), ("$tail", end?.StderrTail)];

    private static BootstrapRunRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        ComputerSetupJson.Read(row.GetString(2)),
        row.Time(3),
        row.TimeOrNull(4) is { } at ? new(at, ComputerPhase.OfStored(row.GetString(5)), row.IsDBNull(6) ? null : row.GetInt32(6), row.TextOrNull(7)) : null)
    {
        Actor = new(row.GetString(8), row.GetString(9)),
    };
}
