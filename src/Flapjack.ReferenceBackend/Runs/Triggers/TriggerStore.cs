using System.Data.Common;
using System.Text.Json;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>The triggers of runners.</summary>
internal sealed class TriggerStore(Store store)
{
    private const string Columns = "id, org_id, created_at, updated_at, document, secret, next_at, last_run_at";

    /// <exception cref="Refusal">The runner was deleted meanwhile.</exception>
    public void Add(StoredTrigger trigger) => store.Write(db =>
    {
        var (row, runnerId) = (trigger.Row, trigger.Document.RunnerId);
        new OrgReference("runners", "runner", runnerId).Check(db, row.OrgId);
        db.Execute(
            $"INSERT INTO runner_triggers ({Columns}, runner_id) VALUES ($id, $org, $created, $updated, $document, $secret, $next, $last, $runner)",
            ("$id", row.Id),
            ("$org", row.OrgId),
            ("$created", row.CreatedAt),
            ("$updated", row.UpdatedAt),
            ("$document", JsonSerializer.Serialize(row.Document)),
            ("$secret", trigger.EncryptedSecret),
            ("$next", trigger.NextAt),
            ("$last", trigger.LastRunAt),
            ("$runner", runnerId));
    });

    /// <summary>The triggers of a runner in the order in which they were added.</summary>
    public IReadOnlyList<StoredTrigger> Of(OrgRow<RunnerDocument> runner) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM runner_triggers WHERE runner_id = $runner ORDER BY created_at, rowid", Read, ("$runner", runner.Id)));

    /// <exception cref="Refusal">The runner has no such trigger, or the trigger belongs to another organization.</exception>
    public StoredTrigger Find(OrgRow<RunnerDocument> runner, string triggerId) => store.Read(db => Find(db, runner, triggerId));

    /// <summary>A trigger of whatever organization; null if there is none.</summary>
    public StoredTrigger? Find(string triggerId) => store.Read(db => Find(db, triggerId));

    /// <summary>Removes a trigger. The runs that it started stay. A full disk does not prevent that.</summary>
    /// <exception cref="Refusal">The runner has no such trigger, or the trigger belongs to another organization.</exception>
    public void Remove(OrgRow<RunnerDocument> runner, string triggerId) => store.WriteMakingRoom(db =>
        db.Execute("DELETE FROM runner_triggers WHERE id = $id", ("$id", Find(db, runner, triggerId).Id)));

    /// <summary>
    /// The ids of the cron triggers that have an occurrence up to a time. The organizations take turns, so that no organization waits for all
    /// triggers of another one.
    /// </summary>
    public IReadOnlyList<string> Due(DateTimeOffset now) => store.Read(db => db.Query(
        """
        SELECT id FROM (SELECT id, next_at, row_number() OVER (PARTITION BY org_id ORDER BY next_at, id) AS turn FROM runner_triggers WHERE next_at <= $now)
        ORDER BY turn, next_at, id
        """,
        row => row.GetString(0),
        ("$now", now)));

    /// <summary>The earliest occurrence of all cron triggers after a time; null if there is none.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset now) => store.Read(db =>
        db.QuerySingle("SELECT min(next_at) FROM runner_triggers WHERE next_at > $now", row => row.TimeOrNull(0), ("$now", now)));

    /// <summary>Lets a cron trigger wait for its next occurrence.</summary>
    /// <param name="trigger">The trigger, as it was read.</param>
    /// <param name="next">The occurrence; null if there is none.</param>
    public void Advance(StoredTrigger trigger, DateTimeOffset? next) => store.Write(db =>
        db.Execute("UPDATE runner_triggers SET next_at = $next WHERE id = $id AND next_at = $was", ("$next", next), ("$id", trigger.Id), ("$was", trigger.NextAt)));

    private static StoredTrigger? Find(StoreSession db, string triggerId) =>
        db.QuerySingle($"SELECT {Columns} FROM runner_triggers WHERE id = $id", Read, ("$id", triggerId.ToLowerInvariant()));

    private static StoredTrigger Find(StoreSession db, OrgRow<RunnerDocument> runner, string triggerId)
    {
        var trigger = Find(db, triggerId) ?? throw Refusal.NotFound($"There is no trigger '{triggerId}'.");
        return trigger.Row.OrgId != runner.OrgId ? throw Refusal.Forbidden($"The trigger '{triggerId}' belongs to another organization.")
            : trigger.Document.RunnerId != runner.Id ? throw Refusal.NotFound($"The runner '{runner.Id}' has no trigger '{triggerId}'.")
            : trigger;
    }

    private static StoredTrigger Read(DbDataReader row) => new(
        new(row.GetString(0), row.GetString(1), row.Time(2), row.Time(3), JsonSerializer.Deserialize<RunnerTriggerDocument>(row.GetString(4))!),
        row.TextOrNull(5),
        row.TimeOrNull(6),
        row.TimeOrNull(7));
}
