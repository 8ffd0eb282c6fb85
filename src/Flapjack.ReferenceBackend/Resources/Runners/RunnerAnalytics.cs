using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>
/// Counts what a runner has done and used. A run counts on the day in UTC on which it was created, and what it uses on the day on which it was used.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class RunnerAnalytics(Store store)
{
    /// <summary>The statement that counts the runs of a runner. Each row is a day; the numbers of the period are the sums of the days.</summary>
    public const string Runs =
        """
        SELECT date(created_at / 86400000 * 86400, 'unixepoch'),
            COUNT(*),
            COUNT(*) FILTER (WHERE status = 'completed'),
            COUNT(*) FILTER (WHERE status = 'failed'),
            COUNT(*) FILTER (WHERE status = 'cancelled'),
            COALESCE(SUM(ended_at - started_at), 0),
            COUNT(ended_at - started_at)
        FROM runner_runs WHERE runner_id = $id AND created_at >= $start AND created_at < $end GROUP BY created_at / 86400000
        """;

    public JsonObject Of(OrgRow<RunnerDocument> runner, UsagePeriod period) => store.Read(db =>
    {
        var scope = UsageScope.Runner(runner.Id, period);
        var runs = db.Query(
            Runs,
            row => new RunCount(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)),
            scope.Values);
        var sums = UsageSums.Of(db, scope);
        var (runDays, days) = (runs.ToDictionary(run => run.Day, StringComparer.Ordinal), sums.ByDay);
        return new JsonObject
        {
            ["runner"] = new JsonObject { ["id"] = runner.Id, ["name"] = runner.Document.Name },
            ["period"] = new JsonObject { ["days"] = period.Days, ["since"] = UtcTimeConverter.Text(period.Start) },
            ["summary"] = Summary(runs.Aggregate(RunCount.None(""), (sum, run) => sum + run), sums.Total),
            // The contract names the series, but not their fields. Every day of the period is there, also a day without a run.
            ["daily"] = new JsonArray([.. period.DayNames.Select(day => Daily(
                runDays.GetValueOrDefault(day, RunCount.None(day)), days.GetValueOrDefault(day, UsageSum.Zero)))]),
            ["by_model"] = new JsonArray([.. sums.ByModel.Select(sum => Used("model", sum))]),
            ["by_credential_source"] = new JsonArray([.. sums.BySource.Select(sum => Used("credential_source", sum))]),
        };
    });

    // The contract does not tell how these are counted. A run is pending until it has ended; the success rate and the duration are those of the runs that
    // have ended. A run that was cancelled before it began has no duration.
    private static JsonObject Summary(RunCount runs, UsageSum used)
    {
        var ended = runs.Completed + runs.Failed + runs.Cancelled;
        return new()
        {
            ["total_runs"] = runs.Total,
            ["completed"] = runs.Completed,
            ["failed"] = runs.Failed,
            ["cancelled"] = runs.Cancelled,
            ["pending"] = runs.Total - ended,
            ["success_rate"] = ended == 0 ? 0 : 100.0 * runs.Completed / ended,
            ["avg_duration_ms"] = runs.Timed == 0 ? 0 : (double)runs.DurationMs / runs.Timed,
            ["total_input_tokens"] = used.InputTokens,
            ["total_output_tokens"] = used.OutputTokens,
            ["total_cost_usd"] = used.CostUsd,
        };
    }

    private static JsonObject Daily(RunCount runs, UsageSum used) => new()
    {
        ["day"] = runs.Day,
        ["total_runs"] = runs.Total,
        ["completed"] = runs.Completed,
        ["failed"] = runs.Failed,
        ["total_cost_usd"] = used.CostUsd,
    };

    private static JsonObject Used(string field, UsageSum sum) => new()
    {
        [field] = sum.Name,
        ["total_input_tokens"] = sum.InputTokens,
        ["total_output_tokens"] = sum.OutputTokens,
        ["total_cost_usd"] = sum.CostUsd,
    };

    /// <summary>Runs of a day, or of several days. <c>Timed</c> is how many of them have a duration.</summary>
    private sealed record RunCount(string Day, long Total, long Completed, long Failed, long Cancelled, long DurationMs, long Timed)
    {
        public static RunCount None(string day) => new(day, 0, 0, 0, 0, 0, 0);

        public static RunCount operator +(RunCount a, RunCount b) => new(
            a.Day, a.Total + b.Total, a.Completed + b.Completed, a.Failed + b.Failed, a.Cancelled + b.Cancelled, a.DurationMs + b.DurationMs, a.Timed + b.Timed);
    }
}
