using System.Data.Common;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>The audit log in the store: the rows with their hashes, and a checkpoint in place of the rows that were removed.</summary>
internal static class AuditTable
{
    private const int PageSize = 1_000;
    private const string Columns = "id, at, org_id, agent_id, actor_kind, actor_id, action, exec_id, exit_code, duration_ms";

    public static void Add(StoreSession db, AuditRow row, string hash) => db.Execute(
        $"INSERT INTO sandbox_audit_log ({Columns}, hash) VALUES ($id, $at, $org, $agent, $kind, $actor, $action, $exec, $exit, $duration, $hash)",
        ("$id", row.Id),
        ("$at", row.At),
        ("$org", row.OrgId),
        ("$agent", row.AgentId),
        ("$kind", row.ActorKind),
        ("$actor", row.ActorId),
        ("$action", row.Action),
        ("$exec", row.ExecId),
        ("$exit", row.ExitCode),
        ("$duration", row.DurationMs),
        ("$hash", hash));

    public static List<AuditRow> Of(StoreSession db, string? agentId) => agentId is null
        ? db.Query($"SELECT {Columns} FROM sandbox_audit_log ORDER BY id", ReadRow)
        : db.Query($"SELECT {Columns} FROM sandbox_audit_log WHERE agent_id = $agent ORDER BY id", ReadRow, ("$agent", agentId));

    /// <summary>A page of the rows, the newest first.</summary>
    /// <param name="db">The read.</param>
    /// <param name="agentId">Only the rows of this agent; null for all.</param>
    /// <param name="before">The row before which the page begins.</param>
    /// <param name="most">How many at most.</param>
    public static List<AuditRow> Page(StoreSession db, string? agentId, long before, int most) => db.Query(
        // The plus signs keep SQLite from reading the rows of all agents in their order.
        agentId is null
            ? $"SELECT {Columns} FROM sandbox_audit_log WHERE id < $before ORDER BY id DESC LIMIT $most"
            : $"SELECT {Columns} FROM sandbox_audit_log WHERE agent_id = $agent AND +id < $before ORDER BY +id DESC LIMIT $most",
        ReadRow,
        ("$agent", agentId),
        ("$before", before),
        ("$most", most));

    /// <summary>Whether an agent has a row for a command, written at a moment or later.</summary>
    public static bool HasExec(StoreSession db, string agentId, string execId, DateTimeOffset moment) => db.QuerySingle(
        "SELECT EXISTS (SELECT 1 FROM sandbox_audit_log WHERE agent_id = $agent AND at >= $moment AND exec_id = $exec)",
        row => row.Flag(0),
        ("$agent", agentId),
        ("$moment", moment),
        ("$exec", execId));

    /// <summary>Whether an agent has a row for an action, written at a moment or later.</summary>
    public static bool HasSince(StoreSession db, string agentId, string action, DateTimeOffset moment) => db.QuerySingle(
        "SELECT EXISTS (SELECT 1 FROM sandbox_audit_log WHERE agent_id = $agent AND at >= $moment AND action = $action)",
        row => row.Flag(0),
        ("$agent", agentId),
        ("$moment", moment),
        ("$action", action));

    /// <summary>All rows with their stored hashes, read page by page. All pages must be read in one read of the store, so that they show one state.</summary>
    public static IEnumerable<(AuditRow Row, string Hash)> All(StoreSession db)
    {
        var page = PageAfter(db, long.MinValue);
        while (page.Count > 0)
        {
            foreach (var row in page)
            {
                yield return row;
            }

            page = PageAfter(db, page[^1].Row.Id);
        }
    }

    /// <summary>The last row that was removed because of its age.</summary>
    public static AuditHead Checkpoint(StoreSession db) =>
        db.QuerySingle("SELECT id, hash FROM sandbox_audit_checkpoint", ReadHead) ?? AuditHead.Start;

    public static AuditHead End(StoreSession db) =>
        db.QuerySingle("SELECT id, hash FROM sandbox_audit_log ORDER BY id DESC LIMIT 1", ReadHead) ?? Checkpoint(db);

    /// <summary>Removes the oldest rows, up to the first row that was written at the moment or later.</summary>
    public static void RemoveBefore(StoreSession db, DateTimeOffset moment)
    {
        var last = db.QuerySingle(
            """
            SELECT id, hash FROM sandbox_audit_log
            WHERE id < coalesce((SELECT id FROM sandbox_audit_log WHERE at >= $moment ORDER BY id LIMIT 1), 9223372036854775807)
            ORDER BY id DESC LIMIT 1
            """,
            ReadHead,
            ("$moment", moment.ToUnixTimeMilliseconds()));
        if (last is not null)
        {
            db.Execute("DELETE FROM sandbox_audit_log WHERE id <= $id", ("$id", last.Id));
            db.Execute("UPDATE sandbox_audit_checkpoint SET id = $id, hash = $hash", ("$id", last.Id), ("$hash", last.Hash));
        }
    }

    private static List<(AuditRow Row, string Hash)> PageAfter(StoreSession db, long id) => db.Query(
        $"SELECT {Columns}, hash FROM sandbox_audit_log WHERE id > $id ORDER BY id LIMIT {PageSize}",
        row => (ReadRow(row), row.GetString(10)),
        ("$id", id));

    private static AuditHead ReadHead(DbDataReader row) => new(row.GetInt64(0), row.GetString(1));

    private static AuditRow ReadRow(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.IsDBNull(8) ? null : row.GetInt64(8),
        row.IsDBNull(9) ? null : row.GetInt64(9));
}
