using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Analytics;

/// <summary>
/// Counts what was used. A turn is a row of <c>usage_events</c>: a turn of a chat, or a step of a run that asked a model. A day is a day in UTC.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class AnalyticsQueries(Store store)
{
    /// <param name="orgId">The organization.</param>
    /// <param name="agentId">The agent that is counted; null for all.</param>
    /// <param name="period">The days that are counted.</param>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">The agent does not exist, or belongs to another organization.</exception>
    public JsonObject Of(string orgId, string? agentId, UsagePeriod period) => store.Read(db =>
    {
        new OrgReference("agents", "agent", agentId).Check(db, orgId);
        var scope = agentId is null ? UsageScope.Org(orgId, period) : UsageScope.Agent(agentId, period);
        var (sums, people, tools) = (UsageSums.Of(db, scope), UniqueCounts.Of(db, scope), ToolCounts.Of(db, scope));
        var days = sums.ByDay;
        return new JsonObject
        {
            ["period"] = new JsonObject { ["start"] = UtcTimeConverter.Text(period.Start), ["end"] = UtcTimeConverter.Text(period.End), ["days"] = period.Days },
            ["summary"] = Summary(sums.Total, people.Total, tools.Total),
            // Every day of the period is there, also a day without a turn.
            ["daily"] = new JsonArray([.. period.DayNames.Select(day => Daily(day, days.GetValueOrDefault(day, UsageSum.Zero), people.OfDay(day)))]),
            ["by_agent"] = new JsonArray([.. sums.ByAgent.Select(sum => Costs("agent_id", sum))]),
            ["by_model"] = new JsonArray([.. sums.ByModel.Select(sum => Costs("model", sum))]),
            ["top_tools"] = new JsonArray([.. tools.Top.Select(tool => new JsonObject { ["tool_name"] = tool.Name, ["call_count"] = tool.Calls })]),
            // The contract says that usage has a credential source, but not how analytics tell it. So this section is ours.
            ["by_credential_source"] = new JsonArray([.. sums.BySource.Select(BySource)]),
        };
    });

    private static JsonObject Summary(UsageSum sum, UniqueCount people, long toolCalls) => new()
    {
        ["unique_users"] = people.Users,
        ["unique_sessions"] = people.Sessions,
        ["total_threads"] = people.Threads,
        ["total_turns"] = sum.Turns,
        ["input_tokens"] = sum.InputTokens,
        ["output_tokens"] = sum.OutputTokens,
        ["cache_read_tokens"] = sum.CacheReadTokens,
        ["cache_write_tokens"] = sum.CacheWriteTokens,
        ["tool_calls"] = toolCalls,
        ["estimated_cost_usd"] = sum.CostUsd,
        ["avg_response_time_ms"] = sum.Turns == 0 ? 0 : (double)sum.DurationMs / sum.Turns,
    };

    private static JsonObject Daily(string day, UsageSum sum, UniqueCount people) => new()
    {
        ["day"] = day,
        ["unique_users"] = people.Users,
        ["total_threads"] = people.Threads,
        ["total_turns"] = sum.Turns,
        ["input_tokens"] = sum.InputTokens,
        ["output_tokens"] = sum.OutputTokens,
        ["estimated_cost_usd"] = sum.CostUsd,
    };

    private static JsonObject Costs(string field, UsageSum sum) =>
        new() { [field] = sum.Name, ["total_turns"] = sum.Turns, ["estimated_cost_usd"] = sum.CostUsd };

    private static JsonObject BySource(UsageSum sum) => new()
    {
        ["credential_source"] = sum.Name,
        ["total_turns"] = sum.Turns,
        ["input_tokens"] = sum.InputTokens,
        ["output_tokens"] = sum.OutputTokens,
        ["estimated_cost_usd"] = sum.CostUsd,
    };
}
