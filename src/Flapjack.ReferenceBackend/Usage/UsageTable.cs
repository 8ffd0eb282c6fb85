using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>Writes down what was used, as part of the change that stores the turn or the step.</summary>
internal static class UsageTable
{
    private static readonly string[] Columns =
    [
        "org_id", "at", "agent_id", "runner_id", "run_id", "thread_id", "session_id", "user_id", "model", "credential_source",
        "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "cost_nano_usd", "duration_ms",
    ];

    private static readonly string Insert =
        $"INSERT INTO usage_events ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(column => "$" + column))}) RETURNING id";

    private static readonly string Update = $"UPDATE usage_events SET {string.Join(", ", Columns.Select(column => $"{column} = ${column}"))} WHERE id = $id";

    /// <returns>The row's id.</returns>
    public static long Add(StoreSession db, UsageEvent used) => db.QuerySingle(Insert, row => row.GetInt64(0), ValuesOf(used));

    /// <summary>Writes what was used in the place of what was written before, because more of it has come.</summary>
    public static void Replace(StoreSession db, long id, UsageEvent used) => db.Execute(Update, [.. ValuesOf(used), ("$id", id)]);

    public static void Add(StoreSession db, ToolCallEvent call) => db.Execute(
        "INSERT INTO tool_calls (org_id, at, agent_id, runner_id, tool_name) VALUES ($org, $at, $agent, $runner, $tool)",
        ("$org", call.OrgId),
        ("$at", call.At),
        ("$agent", call.AgentId),
        ("$runner", call.RunnerId),
        ("$tool", call.ToolName));

    private static (string Name, object? Value)[] ValuesOf(UsageEvent used) =>
    [
        ("$org_id", used.OrgId),
        ("$at", used.At),
        ("$agent_id", used.AgentId),
        ("$runner_id", used.RunnerId),
        ("$run_id", used.RunId),
        ("$thread_id", used.ThreadId),
        ("$session_id", used.SessionId),
        ("$user_id", used.UserId),
        ("$model", used.Model),
        ("$credential_source", used.CredentialSource),
        ("$input_tokens", used.InputTokens),
        ("$output_tokens", used.OutputTokens),
        ("$cache_read_tokens", used.CacheReadTokens),
        ("$cache_write_tokens", used.CacheWriteTokens),
        ("$cost_nano_usd", Dollars.ToNano(used.CostUsd)),
        ("$duration_ms", used.DurationMs),
    ];
}
