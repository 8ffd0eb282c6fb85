using System.Data.Common;
using System.Text.Json;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;
using LocalComputers.Storage;
using LocalComputers.Telemetry;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>The runs in the store. Each method is part of a change or of a read.</summary>
internal static class RunTable
{
    private const string Columns =
        """
        id, org_id, runner_id, status, actor_kind, actor_id, created_at, input, output, error, pause_reason, origin, trigger_id, started_at, ended_at, interrupted_at,
        (SELECT coalesce(sum(input_tokens), 0) FROM runner_run_steps WHERE run_id = runner_runs.id),
        (SELECT coalesce(sum(output_tokens), 0) FROM runner_run_steps WHERE run_id = runner_runs.id),
        (SELECT coalesce(sum(cost_nano_usd), 0) FROM runner_run_steps WHERE run_id = runner_runs.id), trace_parent, trace_state
        """;

    /// <summary>Creates a run with the steps that its runner has now; or finds the run that the same key has started.</summary>
    /// <exception cref="Refusal">There is no such runner or trigger.</exception>
    public static (Run Run, bool IsNew) AddOrFind(StoreSession db, RunStart start, DateTimeOffset now)
    {
        new OrgReference("runners", "runner", start.RunnerId).Check(db, start.OrgId);
        new OrgReference("runner_triggers", "trigger", start.TriggerId).Check(db, start.OrgId);
        if (start.Key is not null && FindByKey(db, start) is { } known)
        {
            return (known, false);
        }

        var id = Guid.CreateVersion7(now).ToString();
        db.Execute(
            """
            INSERT INTO runner_runs (id, org_id, runner_id, status, input, created_at, origin, trigger_id, start_key, actor_kind, actor_id, trace_parent, trace_state)
            VALUES ($id, $org, $runner, $status, $input, $now, $origin, $trigger, $key, $actor_kind, $actor_id, $trace_parent, $trace_state)
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
            ("$actor_id", start.Actor.Id),
            ("$trace_parent", start.Trace?.Parent),
            ("$trace_state", start.Trace?.State));
        RunStepTable.Copy(db, start.RunnerId, id, now);
        return (Find(db, id)!, true);
    }

    public static Run? Find(StoreSession db, string runId) => db.QuerySingle($"SELECT {Columns} FROM runner_runs WHERE id = $id", Read, ("$id", runId));

    /// <summary>A page of a runner's runs, the newest first.</summary>
    /// <param name="db">The read.</param>
    /// <param name="runnerId">The runner.</param>
    /// <param name="page">Which runs.</param>
    public static IReadOnlyList<Run> Page(StoreSession db, string runnerId, RunPageQuery page) => db.Query(
        $"""
        SELECT {Columns} FROM runner_runs WHERE runner_id = $runner
            {(page.Status is null ? "" : "AND status = $status")} {(page.Before is null ? "" : "AND (created_at, id) < ($at, $id)")}
        ORDER BY created_at DESC, id DESC LIMIT $limit
        """,
        Read,
        ("$runner", runnerId),
        ("$status", page.Status),
        ("$at", page.Before?.StartedAt),
        ("$id", page.Before?.Id),
        ("$limit", page.Limit));

    /// <summary>The runs of a runner that wait for their turn, the oldest first.</summary>
    public static IReadOnlyList<string> Waiting(StoreSession db, string runnerId, int limit) => db.Query(
        "SELECT id FROM runner_runs WHERE runner_id = $runner AND status = 'pending' ORDER BY created_at, id LIMIT $limit",
        row => row.GetString(0),
        ("$runner", runnerId),
        ("$limit", limit));

    /// <summary>The runners of which runs wait.</summary>
    public static IReadOnlyList<string> RunnersThatWait(StoreSession db) =>
        db.Query("SELECT DISTINCT runner_id FROM runner_runs WHERE status = 'pending'", row => row.GetString(0));

    /// <summary>The runs that an earlier process has left running, each with its runner.</summary>
    public static IReadOnlyList<(string RunId, string RunnerId)> Running(StoreSession db) =>
        db.Query("SELECT id, runner_id FROM runner_runs WHERE status = 'running'", row => (row.GetString(0), row.GetString(1)));

    /// <summary>Moves a run to another status. The time of its first start and the time of its end are written down.</summary>
    /// <returns>The run; null if it can't make this move, for example because it was cancelled or deleted.</returns>
    public static Run? Move(StoreSession db, string runId, RunnerRunStatus to, DateTimeOffset now)
    {
        if (Find(db, runId) is not { } run || !RunStates.MayMove(run.Status, to))
        {
            return null;
        }

        db.Execute(
            "UPDATE runner_runs SET status = $status, started_at = coalesce(started_at, $started), ended_at = $ended, pause_reason = NULL WHERE id = $id",
            ("$status", to.Value),
            ("$started", to == RunnerRunStatus.Running ? now : null),
            ("$ended", RunStates.IsEnd(to) ? now : null),
            ("$id", run.Id));
        if (RunStates.IsEnd(to))
        {
            RunStepTable.EndAll(db, runId, now);
        }

        return Find(db, runId);
    }

    public static void SetOutput(StoreSession db, string runId, JsonElement? output) =>
        db.Execute("UPDATE runner_runs SET output = $output WHERE id = $id", ("$output", output?.GetRawText()), ("$id", runId));

    public static void SetFault(StoreSession db, string runId, RunFault fault) =>
        db.Execute("UPDATE runner_runs SET error = $error WHERE id = $id", ("$error", JsonSerializer.Serialize(fault)), ("$id", runId));

    public static void SetPauseReason(StoreSession db, string runId, string reason) =>
        db.Execute("UPDATE runner_runs SET pause_reason = $reason WHERE id = $id", ("$reason", reason), ("$id", runId));

    public static void SetInterrupted(StoreSession db, string runId, DateTimeOffset now) =>
        db.Execute("UPDATE runner_runs SET interrupted_at = $now WHERE id = $id", ("$now", now), ("$id", runId));

    private static Run? FindByKey(StoreSession db, RunStart start) => db.QuerySingle(
        $"SELECT {Columns} FROM runner_runs WHERE trigger_id = $trigger AND start_key = $key", Read, ("$trigger", start.TriggerId), ("$key", start.Key));

    private static Run Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), new(row.GetString(3)), new(row.GetString(4), row.GetString(5)), row.Time(6))
    {
        Input = JsonOrNull(row, 7),
        Output = JsonOrNull(row, 8),
        Fault = row.TextOrNull(9) is { } fault ? JsonSerializer.Deserialize<RunFault>(fault) : null,
        PauseReason = row.TextOrNull(10),
        Origin = row.GetString(11),
        TriggerId = row.TextOrNull(12),
        StartedAt = row.TimeOrNull(13),
        EndedAt = row.TimeOrNull(14),
        InterruptedAt = row.TimeOrNull(15),
        Trace = TracePlace.Read(row.TextOrNull(19), row.TextOrNull(20)),
        InputTokens = row.GetInt64(16),
        OutputTokens = row.GetInt64(17),
        CostNanoUsd = row.GetInt64(18),
    };

    private static JsonElement? JsonOrNull(DbDataReader row, int column) => row.TextOrNull(column) is { } json ? JsonElement.Parse(json) : null;
}
