using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>
/// The tables of what agents and runners use. They name agents, runners and threads by their ids alone: what was used and paid stays counted when an
/// agent is deleted. A step never changes after its release.
/// </summary>
internal static class UsageSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // Each index holds all that the analytics count, so that they read the index alone. In the tables the rows of an agent or a runner lie far apart,
        // and a run's times stand behind its input, which may be long.
        new(19,
        """
        CREATE TABLE usage_events (
            id INTEGER PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            at INTEGER NOT NULL,
            agent_id TEXT,
            runner_id TEXT,
            run_id TEXT,
            thread_id TEXT,
            session_id TEXT,
            user_id TEXT,
            model TEXT NOT NULL,
            credential_source TEXT NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cache_read_tokens INTEGER NOT NULL,
            cache_write_tokens INTEGER NOT NULL,
            cost_nano_usd INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX usage_events_by_org ON usage_events (org_id, at, agent_id, model, credential_source, user_id, session_id, thread_id,
            input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_nano_usd, duration_ms);
        CREATE INDEX usage_events_by_agent ON usage_events (agent_id, at, model, credential_source, user_id, session_id, thread_id,
            input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_nano_usd, duration_ms) WHERE agent_id IS NOT NULL;
        CREATE INDEX usage_events_by_runner ON usage_events (runner_id, at, agent_id, model, credential_source,
            input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_nano_usd, duration_ms) WHERE runner_id IS NOT NULL;
        CREATE TABLE tool_calls (
            id INTEGER PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            at INTEGER NOT NULL,
            agent_id TEXT,
            runner_id TEXT,
            tool_name TEXT NOT NULL
        ) STRICT;
        CREATE INDEX tool_calls_by_org ON tool_calls (org_id, at, tool_name);
        CREATE INDEX tool_calls_by_agent ON tool_calls (agent_id, at, tool_name) WHERE agent_id IS NOT NULL;
        CREATE INDEX runner_runs_counted ON runner_runs (runner_id, created_at, status, started_at, ended_at);
        """),
    ];
}
