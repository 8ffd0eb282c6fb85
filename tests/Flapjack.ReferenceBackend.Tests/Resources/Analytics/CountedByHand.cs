using System.Globalization;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Usage;

namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

/// <summary>Counts a history again, in the simplest way: it looks at every event for every number. The answers of the backend must be the same text.</summary>
/// <param name="today">The last day that counts, in UTC.</param>
/// <param name="days">How many days count.</param>
internal sealed class CountedByHand(DateOnly today, int days)
{
    private IEnumerable<DateOnly> Days => Enumerable.Range(0, days).Select(n => today.AddDays(n + 1 - days));

    public string Org(IEnumerable<UsageEvent> history, IEnumerable<ToolCallEvent> calls)
    {
        var events = history.Where(used => Days.Contains(DayOf(used.At))).ToList();
        var counted = calls.Where(call => Days.Contains(DayOf(call.At))).ToList();
        return new JsonObject
        {
            ["period"] = new JsonObject { ["start"] = $"{Text(Days.First())}T00:00:00Z", ["end"] = $"{Text(today.AddDays(1))}T00:00:00Z", ["days"] = days },
            ["summary"] = new JsonObject
            {
                ["unique_users"] = Distinct(events, used => used.UserId),
                ["unique_sessions"] = Distinct(events, used => used.SessionId),
                ["total_threads"] = Distinct(events, used => used.ThreadId),
                ["total_turns"] = events.Count,
                ["input_tokens"] = events.Sum(used => used.InputTokens),
                ["output_tokens"] = events.Sum(used => used.OutputTokens),
                ["cache_read_tokens"] = events.Sum(used => used.CacheReadTokens),
                ["cache_write_tokens"] = events.Sum(used => used.CacheWriteTokens),
                ["tool_calls"] = counted.Count,
                ["estimated_cost_usd"] = Cost(events),
                ["avg_response_time_ms"] = events.Count == 0 ? 0 : events.Average(used => used.DurationMs),
            },
            ["daily"] = new JsonArray([.. Days.Select(day => OrgDay(day, [.. events.Where(used => DayOf(used.At) == day)]))]),
            ["by_agent"] = Costliest(events.Where(used => used.AgentId is not null), used => used.AgentId!, (name, part) =>
                new() { ["agent_id"] = name, ["total_turns"] = part.Count, ["estimated_cost_usd"] = Cost(part) }),
            ["by_model"] = Costliest(events, used => used.Model, (name, part) =>
                new() { ["model"] = name, ["total_turns"] = part.Count, ["estimated_cost_usd"] = Cost(part) }),
            ["top_tools"] = new JsonArray([.. counted.GroupBy(call => call.ToolName)
                .OrderByDescending(tool => tool.Count()).ThenBy(tool => tool.Key, StringComparer.Ordinal).Take(10)
                .Select(tool => new JsonObject { ["tool_name"] = tool.Key, ["call_count"] = tool.Count() })]),
            ["by_credential_source"] = Costliest(events, used => used.CredentialSource, (name, part) => new()
            {
                ["credential_source"] = name,
                ["total_turns"] = part.Count,
                ["input_tokens"] = part.Sum(used => used.InputTokens),
                ["output_tokens"] = part.Sum(used => used.OutputTokens),
                ["estimated_cost_usd"] = Cost(part),
            }),
        }.ToJsonString();
    }

    public string Runner(string id, string name, IEnumerable<StoredRun> allRuns, IEnumerable<UsageEvent> history)
    {
        var runs = allRuns.Where(run => run.RunnerId == id && Days.Contains(DayOf(run.CreatedAt))).ToList();
        var events = history.Where(used => used.RunnerId == id && Days.Contains(DayOf(used.At))).ToList();
        var ended = runs.Where(run => run.EndedAt is not null).ToList();
        var timed = ended.Where(run => run.StartedAt is not null).ToList();
        return new JsonObject
        {
            ["runner"] = new JsonObject { ["id"] = id, ["name"] = name },
            ["period"] = new JsonObject { ["days"] = days, ["since"] = $"{Text(Days.First())}T00:00:00Z" },
            ["summary"] = new JsonObject
            {
                ["total_runs"] = runs.Count,
                ["completed"] = Count(runs, "completed"),
                ["failed"] = Count(runs, "failed"),
                ["cancelled"] = Count(runs, "cancelled"),
                ["pending"] = Count(runs, "pending") + Count(runs, "running") + Count(runs, "paused"),
                ["success_rate"] = ended.Count == 0 ? 0 : 100.0 * Count(runs, "completed") / ended.Count,
                ["avg_duration_ms"] = timed.Count == 0 ? 0 : timed.Average(run => (long)(run.EndedAt!.Value - run.StartedAt!.Value).TotalMilliseconds),
                ["total_input_tokens"] = events.Sum(used => used.InputTokens),
                ["total_output_tokens"] = events.Sum(used => used.OutputTokens),
                ["total_cost_usd"] = Cost(events),
            },
            ["daily"] = new JsonArray([.. Days.Select(day => RunnerDay(day, [.. runs.Where(run => DayOf(run.CreatedAt) == day)], events.Where(used => DayOf(used.At) == day)))]),
            ["by_model"] = Costliest(events, used => used.Model, (model, part) => RunnerPart("model", model, part)),
            ["by_credential_source"] = Costliest(events, used => used.CredentialSource, (source, part) => RunnerPart("credential_source", source, part)),
        }.ToJsonString();
    }

    private static JsonObject OrgDay(DateOnly day, IReadOnlyList<UsageEvent> events) => new()
    {
        ["day"] = Text(day),
        ["unique_users"] = Distinct(events, used => used.UserId),
        ["total_threads"] = Distinct(events, used => used.ThreadId),
        ["total_turns"] = events.Count,
        ["input_tokens"] = events.Sum(used => used.InputTokens),
        ["output_tokens"] = events.Sum(used => used.OutputTokens),
        ["estimated_cost_usd"] = Cost(events),
    };

    private static JsonObject RunnerDay(DateOnly day, IReadOnlyList<StoredRun> runs, IEnumerable<UsageEvent> events) => new()
    {
        ["day"] = Text(day),
        ["total_runs"] = runs.Count,
        ["completed"] = Count(runs, "completed"),
        ["failed"] = Count(runs, "failed"),
        ["total_cost_usd"] = Cost(events),
    };

    private static JsonObject RunnerPart(string field, string name, IReadOnlyList<UsageEvent> part) => new()
    {
        [field] = name,
        ["total_input_tokens"] = part.Sum(used => used.InputTokens),
        ["total_output_tokens"] = part.Sum(used => used.OutputTokens),
        ["total_cost_usd"] = Cost(part),
    };

    private static JsonArray Costliest(IEnumerable<UsageEvent> events, Func<UsageEvent, string> key, Func<string, IReadOnlyList<UsageEvent>, JsonObject> show) =>
        new([.. events.GroupBy(key).OrderByDescending(Cost).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => show(group.Key, [.. group]))]);

    // The sum of whole billionths: a sum of decimals would keep zeros at its end, which are another text.
    private static decimal Cost(IEnumerable<UsageEvent> events) => events.Sum(used => (long)(used.CostUsd * 1_000_000_000)) / 1_000_000_000m;

    private static int Count(IEnumerable<StoredRun> runs, string status) => runs.Count(run => run.Status == status);

    private static int Distinct(IEnumerable<UsageEvent> events, Func<UsageEvent, string?> key) => events.Select(key).Where(value => value is not null).Distinct().Count();

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
