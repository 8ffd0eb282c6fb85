using System.Data.Common;
using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>The steps of runs in the store.</summary>
internal static class RunStepTable
{
    private const string Columns =
        "run_id, place, id, step, status, attempt, thread_id, trace_id, input, output, error, started_at, ended_at, input_tokens, output_tokens, cost_nano_usd";

    /// <summary>Takes the steps that a runner has now into a run.</summary>
    public static void Copy(StoreSession db, string runnerId, string runId, DateTimeOffset now)
    {
        var steps = db.Query(
            "SELECT id, document FROM runner_steps WHERE runner_id = $runner ORDER BY place",
            row => (Id: row.GetString(0), Document: JsonSerializer.Deserialize<RunnerStepDocument>(row.GetString(1))!),
            ("$runner", runnerId));
        foreach (var (place, step) in steps.Index())
        {
            db.Execute(
                "INSERT INTO runner_run_steps (run_id, place, id, step, status) VALUES ($run, $place, $id, $step, $status)",
                ("$run", runId),
                ("$place", place + 1),
                ("$id", Guid.CreateVersion7(now).ToString()),
                ("$step", JsonSerializer.Serialize(step.Document.ToStep(step.Id))),
                ("$status", StepStates.Pending));
        }
    }

    public static IReadOnlyList<RunStepRow> Of(StoreSession db, string runId) =>
        db.Query($"SELECT {Columns} FROM runner_run_steps WHERE run_id = $run ORDER BY place", Read, ("$run", runId));

    /// <summary>Stores what has become of a step.</summary>
    public static void Save(StoreSession db, RunStepRow row) => db.Execute(
        """
        UPDATE runner_run_steps SET status = $status, attempt = $attempt, thread_id = $thread, trace_id = $trace, input = $input, output = $output, error = $error,
            started_at = $started, ended_at = $ended, input_tokens = $input_tokens, output_tokens = $output_tokens, cost_nano_usd = $cost
        WHERE run_id = $run AND place = $place
        """,
        ("$run", row.RunId),
        ("$place", row.Place),
        ("$status", row.Status),
        ("$attempt", row.Attempt),
        ("$thread", row.ThreadId),
        ("$trace", row.TraceId),
        ("$input", row.Input?.GetRawText()),
        ("$output", row.Output?.GetRawText()),
        ("$error", row.Fault is null ? null : JsonSerializer.Serialize(row.Fault)),
        ("$started", row.StartedAt),
        ("$ended", row.EndedAt),
        ("$input_tokens", row.InputTokens),
        ("$output_tokens", row.OutputTokens),
        ("$cost", row.CostNanoUsd));

    /// <summary>Skips the steps that a condition leaves out.</summary>
    /// <returns>Whether any step is left to run.</returns>
    public static bool Jump(StoreSession db, RunStepRow from, StepJump jump)
    {
        var later = Of(db, from.RunId).Where(step => step.Place > from.Place).ToList();
        var target = jump.IsOverNext ? later.ElementAtOrDefault(1) : later.Find(step => jump.ToStep is not null && step.Step.Name == jump.ToStep);
        if (target is not null)
        {
            SkipBefore(db, from.RunId, target.Place);
        }

        return target is not null;
    }

    /// <summary>The steps before a place that are still ahead will not run.</summary>
    public static void SkipBefore(StoreSession db, string runId, int place) => db.Execute(
        $"UPDATE runner_run_steps SET status = '{StepStates.Skipped}' WHERE run_id = $run AND place < $place AND status = '{StepStates.Pending}'",
        ("$run", runId),
        ("$place", place));

    /// <summary>No further step of the run will run, nor run on.</summary>
    public static void EndAll(StoreSession db, string runId, DateTimeOffset now)
    {
        SkipBefore(db, runId, int.MaxValue);
        db.Execute(
            $"UPDATE runner_run_steps SET status = '{StepStates.Cancelled}', ended_at = $now WHERE run_id = $run AND status = '{StepStates.Paused}'", ("$run", runId), ("$now", now));
    }

    /// <summary>What the models in a trace have used.</summary>
    public static (long InputTokens, long OutputTokens, long CostNanoUsd) UsedIn(StoreSession db, string traceId) => db.QuerySingle(
        "SELECT coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(cost_nano_usd), 0) FROM spans WHERE trace_id = $trace",
        row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
        ("$trace", traceId));

    private static RunStepRow Read(DbDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetString(2), JsonSerializer.Deserialize<RunStep>(row.GetString(3))!, row.GetString(4))
    {
        Attempt = row.GetInt32(5),
        ThreadId = row.TextOrNull(6),
        TraceId = row.TextOrNull(7),
        Input = JsonOrNull(row, 8),
        Output = JsonOrNull(row, 9),
        Fault = row.TextOrNull(10) is { } fault ? JsonSerializer.Deserialize<RunFault>(fault) : null,
        StartedAt = row.TimeOrNull(11),
        EndedAt = row.TimeOrNull(12),
        InputTokens = row.GetInt64(13),
        OutputTokens = row.GetInt64(14),
        CostNanoUsd = row.GetInt64(15),
    };

    private static JsonElement? JsonOrNull(DbDataReader row, int column) => row.TextOrNull(column) is { } json ? JsonElement.Parse(json) : null;
}
