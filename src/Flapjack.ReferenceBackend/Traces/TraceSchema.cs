using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Traces;

/// <summary>
/// The tables of traces. A trace holds what was said, so it goes with the agent or the runner that it is about. A step never changes after its release.
/// </summary>
internal static class TraceSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // SQLite finds the sums of a trace in the index spans_by_trace alone, and does not read the spans' long texts.
        new(20,
        """
        CREATE TABLE traces (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            agent_id TEXT REFERENCES agents (id) ON DELETE CASCADE,
            runner_id TEXT REFERENCES runners (id) ON DELETE CASCADE,
            thread_id TEXT,
            run_id TEXT,
            session_id TEXT,
            user_id TEXT,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            tags TEXT NOT NULL,
            metadata TEXT
        );
        CREATE INDEX traces_by_org ON traces (org_id, started_at, id);
        CREATE INDEX traces_by_agent ON traces (agent_id, started_at, id) WHERE agent_id IS NOT NULL;
        CREATE INDEX traces_by_runner ON traces (runner_id, started_at, id) WHERE runner_id IS NOT NULL;
        CREATE INDEX traces_by_thread ON traces (thread_id, started_at, id) WHERE thread_id IS NOT NULL;
        CREATE INDEX traces_by_run ON traces (run_id, started_at, id) WHERE run_id IS NOT NULL;
        CREATE TABLE spans (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            trace_id TEXT NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
            parent_span_id TEXT,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            provider TEXT,
            model TEXT,
            temperature REAL,
            max_tokens INTEGER,
            input_tokens INTEGER,
            output_tokens INTEGER,
            cached_input_tokens INTEGER,
            cost_nano_usd INTEGER,
            input TEXT,
            output TEXT,
            error TEXT
        );
        CREATE INDEX spans_by_trace ON spans (trace_id, kind, status, input_tokens, output_tokens, cost_nano_usd);
        CREATE TABLE evaluations (
            place INTEGER PRIMARY KEY,
            trace_id TEXT NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
            document TEXT NOT NULL
        );
        CREATE INDEX evaluations_by_trace ON evaluations (trace_id, place);
        """),
    ];
}
