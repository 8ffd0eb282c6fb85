using System.Data.Common;
using System.Text.Json;
using LocalComputers.Storage;

namespace LocalComputers.Computers.Exec;

/// <summary>The commands in the store: which keys were used, and how each ended.</summary>
internal sealed class ExecStore(Store store)
{
    private const int RemovedAtOnce = 1_000;
    private const string Columns = "id, org_id, agent_id, idempotency_key, body_hash, started_at, ended_at, outcome, actor_kind, actor_id";

    /// <summary>Adds a command; it fails when its key is taken.</summary>
    public void Add(ExecRecord exec) => store.Write(db => Add(db, exec));

    /// <summary>The same as part of a larger change.</summary>
    public static void Add(StoreSession db, ExecRecord exec) => db.Execute(
        $"INSERT INTO execs ({Columns}) VALUES ($id, $org, $agent, $key, $hash, $started, $ended, $outcome, $kind, $actor)",
        ("$id", exec.Id),
        ("$org", exec.OrgId),
        ("$agent", exec.AgentId),
        ("$key", exec.Key),
        ("$hash", exec.BodyHash),
        ("$started", exec.StartedAt),
        ("$ended", exec.EndedAt),
        ("$outcome", exec.Outcome),
        ("$kind", exec.Actor.Kind),
        ("$actor", exec.Actor.Id));

    public ExecRecord? Find(string agentId, string id) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM execs WHERE agent_id = $agent AND id = $id", Read, ("$agent", agentId), ("$id", id)));

    /// <summary>A command's last event as JSON; null if nobody knows it.</summary>
    public string? OutcomeOf(string id) => store.Read(db => db.QuerySingle("SELECT outcome FROM execs WHERE id = $id", row => row.TextOrNull(0), ("$id", id)));

    public ExecRecord? FindByKey(string orgId, string agentId, string key) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM execs WHERE org_id = $org AND agent_id = $agent AND idempotency_key = $key",
        Read,
        ("$org", orgId),
        ("$agent", agentId),
        ("$key", key)));

    /// <summary>The commands that have no end: they run or, in a store that was just opened, nobody ended them.</summary>
    public IReadOnlyList<ExecRecord> Running() => store.Read(db => db.Query($"SELECT {Columns} FROM execs WHERE ended_at IS NULL ORDER BY rowid", Read));

    /// <summary>When the last command of an agent's computer ended; null if none has ended, or none is remembered.</summary>
    public DateTimeOffset? LastEndOf(string agentId) => store.Read(db =>
        db.QuerySingle("SELECT max(ended_at) FROM execs WHERE agent_id = $agent", row => row.TimeOrNull(0), ("$agent", agentId)));

    /// <summary>The commands of an agent's computer that ended after a moment.</summary>
    public IReadOnlyList<ExecRecord> EndedAfter(string agentId, DateTimeOffset moment) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM execs WHERE agent_id = $agent AND ended_at > $moment ORDER BY ended_at", Read, ("$agent", agentId), ("$moment", moment)));

    /// <summary>The commands of all computers that ended within a time, each with its agent.</summary>
    /// <param name="after">Before the time.</param>
    /// <param name="until">The end of the time.</param>
    public IReadOnlyList<(string Id, string AgentId)> EndedWithin(DateTimeOffset after, DateTimeOffset until) => store.Read(db => db.Query(
        "SELECT id, agent_id FROM execs WHERE ended_at > $after AND ended_at <= $until",
        row => (row.GetString(0), row.GetString(1)),
        ("$after", after),
        ("$until", until)));

    /// <summary>Those of some ids that are no command, or a command that had ended by a moment.</summary>
    public static IReadOnlyList<string> EndedOrUnknown(StoreSession db, IEnumerable<string> ids, DateTimeOffset moment) => db.Query(
        "SELECT value FROM json_each($ids) WHERE NOT EXISTS (SELECT 1 FROM execs WHERE id = value AND (ended_at IS NULL OR ended_at > $moment))",
        row => row.GetString(0),
        ("$ids", JsonSerializer.Serialize(ids)),
        ("$moment", moment));

    /// <summary>The commands of an agent's computer that are still remembered, in the order in which they came.</summary>
    public IReadOnlyList<ExecRecord> OfAgent(string agentId) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM execs WHERE agent_id = $agent ORDER BY rowid", Read, ("$agent", agentId)));

    /// <summary>A page of the commands of an agent's computer that are still remembered, the newest first, each with its place in the list.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="before">The place before which the page begins.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<(long Place, ExecRecord Exec)> Page(string agentId, long before, int most) => store.Read(db => db.Query(
        // The plus signs keep SQLite from reading the commands of all agents in their order.
        $"SELECT {Columns}, rowid FROM execs WHERE agent_id = $agent AND +rowid < $before ORDER BY +rowid DESC LIMIT $most",
        row => (row.GetInt64(10), Read(row)),
        ("$agent", agentId),
        ("$before", before),
        ("$most", most)));

    /// <summary>Some of the commands that run now, the newest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<ExecRecord> NewestRunning(int most) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM execs WHERE ended_at IS NULL ORDER BY rowid DESC LIMIT $most", Read, ("$most", most)));

    /// <summary>Records how a command ended.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="at">When it ended.</param>
    /// <param name="outcome">Its last event as JSON; null when nobody knows how it went.</param>
    public void End(string id, DateTimeOffset at, string? outcome) => store.Write(db => End(db, id, at, outcome));

    /// <summary>The same as part of a larger change.</summary>
    public static void End(StoreSession db, string id, DateTimeOffset at, string? outcome) => db.Execute(
        "UPDATE execs SET ended_at = $at, outcome = $outcome WHERE id = $id", ("$at", at), ("$outcome", outcome), ("$id", id));

    /// <summary>Forgets the commands that ended before a moment, some at a time: no other change has to wait until a day's commands are removed.</summary>
    public void RemoveEndedBefore(DateTimeOffset moment)
    {
        while (store.Write(db => db.Execute(
            $"DELETE FROM execs WHERE rowid IN (SELECT rowid FROM execs WHERE ended_at < $moment LIMIT {RemovedAtOnce})", ("$moment", moment))) == RemovedAtOnce)
        {
        }
    }

    /// <summary>Forgets the command that has the key of another command, if it ended before a moment; part of the change that adds the other.</summary>
    public static void RemoveKeyEndedBefore(StoreSession db, ExecRecord exec, DateTimeOffset moment) => db.Execute(
        "DELETE FROM execs WHERE org_id = $org AND agent_id = $agent AND idempotency_key = $key AND ended_at < $moment",
        ("$org", exec.OrgId),
        ("$agent", exec.AgentId),
        ("$key", exec.Key),
        ("$moment", moment));

    private static ExecRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.TextOrNull(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
        row.Time(5),
        row.TimeOrNull(6),
        row.TextOrNull(7))
    {
        Actor = new(row.GetString(8), row.GetString(9)),
    };
}
