using System.Data.Common;
using System.Text.Json;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>The runs of runners, and their moves from one status to another.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunStore(Store store, TimeProvider clock)
{
    private const string Columns = "id, org_id, runner_id, status, input, created_at, started_at, ended_at";

    /// <summary>Creates a run, which waits for its turn; or finds the run that the same key has started.</summary>
    /// <exception cref="Refusal">There is no such runner or trigger.</exception>
    public (Run Run, bool IsNew) Add(RunStart start) => store.Write(db =>
    {
        new OrgReference("runners", "runner", start.RunnerId).Check(db, start.OrgId);
        new OrgReference("runner_triggers", "trigger", start.TriggerId).Check(db, start.OrgId);
        if (start.Key is not null && Known(db, start) is { } known)
        {
            return (known, false);
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        db.Execute(
            """
            INSERT INTO runner_runs (id, org_id, runner_id, status, input, created_at, origin, trigger_id, start_key, actor_kind, actor_id)
            VALUES ($id, $org, $runner, $status, $input, $now, $origin, $trigger, $key, $actor_kind, $actor_id)
            """,
            ("$id", id),
            ("$org", start.OrgId),
            ("$runner", start.RunnerId),
            ("$status", RunnerRunStatus.Pending.Value),
            ("$input", start.Input?.GetRawText()),
            ("$now", now),
            ("$origin", start.Origin),
            ("$trigger", start.TriggerId),
            ("$key", start.Key),
            ("$actor_kind", start.Actor.Kind),
            ("$actor_id", start.Actor.Id));
        return (Stored(db, id)!, true);
    });

    /// <exception cref="Refusal">The runner has no such run, or the run belongs to another organization.</exception>
    public Run Find(OrgRow<RunnerDocument> runner, string runId) => store.Read(db => Find(db, runner, runId));

    /// <summary>Moves a run to another status. The time of its first start and the time of its end are written down.</summary>
    /// <exception cref="InvalidOperationException">A run can't make this move.</exception>
    public Run Move(string runId, RunnerRunStatus to) => store.Write(db =>
    {
        var run = Stored(db, runId) ?? throw new InvalidOperationException($"There is no run '{runId}'.");
        return RunStates.MayMove(run.Status, to)
            ? Move(db, run, to)
            : throw new InvalidOperationException($"A run that is {run.Status} can't become {to}.");
    });

    /// <summary>Lets a run go on that was paused because the budget of its runner was used up.</summary>
    /// <exception cref="Refusal">There is no such run, or it is not paused.</exception>
    public Run Resume(OrgRow<RunnerDocument> runner, string runId) => store.Write(db =>
    {
        var run = Find(db, runner, runId);
        return run.Status == RunnerRunStatus.Paused
            ? Move(db, run, RunnerRunStatus.Pending)
            : throw new Refusal(RefusalKind.Contradiction, "RUN_NOT_PAUSED", $"The run '{run.Id}' is {run.Status}; only a paused run can be resumed.");
    });

    private Run Move(StoreSession db, Run run, RunnerRunStatus to)
    {
        db.Execute(
            "UPDATE runner_runs SET status = $status, started_at = coalesce(started_at, $started), ended_at = $ended WHERE id = $id",
            ("$status", to.Value),
            ("$started", to == RunnerRunStatus.Running ? clock.GetUtcNow() : null),
            ("$ended", RunStates.IsEnd(to) ? clock.GetUtcNow() : null),
            ("$id", run.Id));
        return Stored(db, run.Id)!;
    }

    private static Run Find(StoreSession db, OrgRow<RunnerDocument> runner, string runId)
    {
        var run = Stored(db, runId.ToLowerInvariant()) ?? throw Refusal.NotFound($"There is no run '{runId}'.");
        return run.OrgId != runner.OrgId ? throw Refusal.Forbidden($"The run '{runId}' belongs to another organization.")
            : run.RunnerId != runner.Id ? throw Refusal.NotFound($"The runner '{runner.Id}' has no run '{runId}'.")
            : run;
    }

    private static Run? Known(StoreSession db, RunStart start) => db.QuerySingle(
        $"SELECT {Columns} FROM runner_runs WHERE trigger_id = $trigger AND start_key = $key", Read, ("$trigger", start.TriggerId), ("$key", start.Key));

    private static Run? Stored(StoreSession db, string runId) => db.QuerySingle($"SELECT {Columns} FROM runner_runs WHERE id = $id", Read, ("$id", runId));

    private static Run Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        new(row.GetString(3)),
        row.TextOrNull(4) is { } input ? JsonElement.Parse(input) : null,
        row.Time(5),
        row.TimeOrNull(6),
        row.TimeOrNull(7));
}
