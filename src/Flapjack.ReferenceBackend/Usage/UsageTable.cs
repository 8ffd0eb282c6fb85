using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>Writes down what was used, as part of the change that stores the turn or the step.</summary>
internal static class UsageTable
{
    public static void Add(StoreSession db, UsageEvent used) => db.Execute(
        """
        INSERT INTO usage_events (org_id, at, agent_id, runner_id, run_id, thread_id, session_id, user_id, model, credential_source,
            input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_nano_usd, duration_ms)
        VALUES ($org, $at, $agent, $runner, $run, $thread, $session, $user, $model, $source, $input, $output, $read, $write, $cost, $duration)
        """,
        ("$org", used.OrgId),
        ("$at", used.At),
        ("$agent", used.AgentId),
        ("$runner", used.RunnerId),
        ("$run", used.RunId),
        ("$thread", used.ThreadId),
        ("$session", used.SessionId),
        ("$user", used.UserId),
        ("$model", used.Model),
        ("$source", used.CredentialSource),
        ("$input", used.InputTokens),
        ("$output", used.OutputTokens),
        ("$read", used.CacheReadTokens),
        ("$write", used.CacheWriteTokens),
        ("$cost", Dollars.ToNano(used.CostUsd)),
        ("$duration", used.DurationMs));

    public static void Add(StoreSession db, ToolCallEvent call) => db.Execute(
        "INSERT INTO tool_calls (org_id, at, agent_id, runner_id, tool_name) VALUES ($org, $at, $agent, $runner, $tool)",
        ("$org", call.OrgId),
        ("$at", call.At),
        ("$agent", call.AgentId),
        ("$runner", call.RunnerId),
        ("$tool", call.ToolName));
}
