using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Analytics;

/// <summary>
/// Counts what was used. Each section of the answer is one statement, whose columns are the fields of the section. A turn is a row of
/// <c>usage_events</c>, and a day is a day in UTC.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class AnalyticsQueries(Store store)
{
    private const string Summary =
        """
        SELECT COUNT(DISTINCT user_id) AS unique_users,
            COUNT(DISTINCT session_id) AS unique_sessions,
            COUNT(DISTINCT thread_id) AS total_threads,
            COUNT(*) AS total_turns,
            COALESCE(SUM(input_tokens), 0) AS input_tokens,
            COALESCE(SUM(output_tokens), 0) AS output_tokens,
            COALESCE(SUM(cache_read_tokens), 0) AS cache_read_tokens,
            COALESCE(SUM(cache_write_tokens), 0) AS cache_write_tokens,
            (SELECT COUNT(*) FROM tool_calls WHERE {which}) AS tool_calls,
            COALESCE(SUM(cost_nano_usd), 0) / 1e9 AS estimated_cost_usd,
            COALESCE(AVG(duration_ms), 0) AS avg_response_time_ms
        FROM usage_events WHERE {which}
        """;

    // Every day of the period is there, also a day without a turn.
    private const string Daily =
        """
        WITH RECURSIVE days (day) AS (SELECT $start / 86400000 UNION ALL SELECT day + 1 FROM days WHERE day + 1 < $end / 86400000),
        used AS (
            SELECT at / 86400000 AS day, COUNT(DISTINCT user_id) AS users, COUNT(DISTINCT thread_id) AS threads, COUNT(*) AS turns,
                SUM(input_tokens) AS input, SUM(output_tokens) AS output, SUM(cost_nano_usd) AS cost
            FROM usage_events WHERE {which} GROUP BY 1)
        SELECT date(days.day * 86400, 'unixepoch') AS day,
            COALESCE(users, 0) AS unique_users,
            COALESCE(threads, 0) AS total_threads,
            COALESCE(turns, 0) AS total_turns,
            COALESCE(input, 0) AS input_tokens,
            COALESCE(output, 0) AS output_tokens,
            COALESCE(cost, 0) / 1e9 AS estimated_cost_usd
        FROM days LEFT JOIN used ON used.day = days.day ORDER BY days.day
        """;

    private const string ByAgent =
        """
        SELECT agent_id, COUNT(*) AS total_turns, SUM(cost_nano_usd) / 1e9 AS estimated_cost_usd
        FROM usage_events WHERE {which} AND agent_id IS NOT NULL GROUP BY agent_id ORDER BY SUM(cost_nano_usd) DESC, agent_id
        """;

    private const string ByModel =
        """
        SELECT model, COUNT(*) AS total_turns, SUM(cost_nano_usd) / 1e9 AS estimated_cost_usd
        FROM usage_events WHERE {which} GROUP BY model ORDER BY SUM(cost_nano_usd) DESC, model
        """;

    private const string TopTools =
        "SELECT tool_name, COUNT(*) AS call_count FROM tool_calls WHERE {which} GROUP BY tool_name ORDER BY call_count DESC, tool_name LIMIT 10";

    /// <param name="orgId">The organization.</param>
    /// <param name="agentId">The agent that is counted; null for all.</param>
    /// <param name="period">The days that are counted.</param>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">The agent does not exist, or belongs to another organization.</exception>
    public JsonObject Of(string orgId, string? agentId, UsagePeriod period) => store.Read(db =>
    {
        new OrgReference("agents", "agent", agentId).Check(db, orgId);
        var which = (agentId is null ? "org_id = $org" : "agent_id = $agent") + " AND at >= $start AND at < $end";
        (string Name, object? Value)[] values = [("$org", orgId), ("$agent", agentId), ("$start", period.Start), ("$end", period.End)];
        List<JsonObject> Rows(string sql) => db.Query(sql.Replace("{which}", which, StringComparison.Ordinal), JsonRow.Of, values);
        return new JsonObject
        {
            ["period"] = new JsonObject { ["start"] = UtcTimeConverter.Text(period.Start), ["end"] = UtcTimeConverter.Text(period.End), ["days"] = period.Days },
            ["summary"] = Rows(Summary)[0],
            ["daily"] = new JsonArray([.. Rows(Daily)]),
            ["by_agent"] = new JsonArray([.. Rows(ByAgent)]),
            ["by_model"] = new JsonArray([.. Rows(ByModel)]),
            ["top_tools"] = new JsonArray([.. Rows(TopTools)]),
        };
    });
}
