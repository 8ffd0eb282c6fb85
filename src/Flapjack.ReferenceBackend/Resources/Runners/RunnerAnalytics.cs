using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>
/// Counts what a runner has done and used. Each section of the answer is one statement, whose columns are the fields of the section. A run counts on
/// the day in UTC on which it was created, and what it uses on the day on which it was used.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class RunnerAnalytics(Store store)
{
    // The contract does not tell how these are counted. A run is pending until it has ended; the success rate and the duration are those of the runs that have ended.
    private const string Summary =
        """
        WITH counted AS (
            SELECT COUNT(*) AS total,
                COUNT(*) FILTER (WHERE status = 'completed') AS completed,
                COUNT(*) FILTER (WHERE status = 'failed') AS failed,
                COUNT(*) FILTER (WHERE status = 'cancelled') AS cancelled,
                AVG(ended_at - started_at) FILTER (WHERE ended_at IS NOT NULL) AS duration
            FROM runner_runs WHERE runner_id = $runner AND created_at >= $start AND created_at < $end),
        used AS (
            SELECT COALESCE(SUM(input_tokens), 0) AS input, COALESCE(SUM(output_tokens), 0) AS output, COALESCE(SUM(cost_nano_usd), 0) AS cost
            FROM usage_events WHERE runner_id = $runner AND at >= $start AND at < $end)
        SELECT total AS total_runs, completed, failed, cancelled,
            total - completed - failed - cancelled AS pending,
            COALESCE(100.0 * completed / NULLIF(completed + failed + cancelled, 0), 0.0) AS success_rate,
            COALESCE(duration, 0.0) AS avg_duration_ms,
            input AS total_input_tokens, output AS total_output_tokens, cost / 1e9 AS total_cost_usd
        FROM counted, used
        """;

    // Every day of the period is there, also a day without a run. The contract names the series, but not its fields.
    private const string Daily =
        """
        WITH RECURSIVE days (day) AS (SELECT $start / 86400000 UNION ALL SELECT day + 1 FROM days WHERE day + 1 < $end / 86400000),
        counted AS (
            SELECT created_at / 86400000 AS day, COUNT(*) AS total,
                COUNT(*) FILTER (WHERE status = 'completed') AS completed, COUNT(*) FILTER (WHERE status = 'failed') AS failed
            FROM runner_runs WHERE runner_id = $runner AND created_at >= $start AND created_at < $end GROUP BY 1),
        used AS (
            SELECT at / 86400000 AS day, SUM(cost_nano_usd) AS cost
            FROM usage_events WHERE runner_id = $runner AND at >= $start AND at < $end GROUP BY 1)
        SELECT date(days.day * 86400, 'unixepoch') AS day,
            COALESCE(total, 0) AS total_runs, COALESCE(completed, 0) AS completed, COALESCE(failed, 0) AS failed, COALESCE(cost, 0) / 1e9 AS total_cost_usd
        FROM days LEFT JOIN counted ON counted.day = days.day LEFT JOIN used ON used.day = days.day ORDER BY days.day
        """;

    private const string ByModel =
        """
        SELECT model, SUM(input_tokens) AS total_input_tokens, SUM(output_tokens) AS total_output_tokens, SUM(cost_nano_usd) / 1e9 AS total_cost_usd
        FROM usage_events WHERE runner_id = $runner AND at >= $start AND at < $end GROUP BY model ORDER BY SUM(cost_nano_usd) DESC, model
        """;

    public JsonObject Of(OrgRow<RunnerDocument> runner, UsagePeriod period) => store.Read(db =>
    {
        (string Name, object? Value)[] values = [("$runner", runner.Id), ("$start", period.Start), ("$end", period.End)];
        return new JsonObject
        {
            ["runner"] = new JsonObject { ["id"] = runner.Id, ["name"] = runner.Document.Name },
            ["period"] = new JsonObject { ["days"] = period.Days, ["since"] = UtcTimeConverter.Text(period.Start) },
            ["summary"] = db.QuerySingle(Summary, JsonRow.Of, values),
            ["daily"] = new JsonArray([.. db.Query(Daily, JsonRow.Of, values)]),
            ["by_model"] = new JsonArray([.. db.Query(ByModel, JsonRow.Of, values)]),
        };
    });
}
