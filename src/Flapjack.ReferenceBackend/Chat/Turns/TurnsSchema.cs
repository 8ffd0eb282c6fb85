using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The tables of turns and of the messages that they leave. A step never changes after its release.</summary>
internal static class TurnsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // A turn's key belongs to its thread. The messages outlive the rows of their turns, which are removed when nobody can ask for them any more.
        new(28,
        """
        CREATE TABLE turns (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
            idempotency_key TEXT,
            body_hash BLOB,
            state TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT,
            trace_id TEXT,
            waiting TEXT
        );
        CREATE UNIQUE INDEX turns_by_key ON turns (thread_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
        CREATE INDEX turns_by_thread ON turns (thread_id, state);
        CREATE INDEX turns_by_state ON turns (state) WHERE state IN ('running', 'waiting');
        CREATE INDEX turns_by_end ON turns (ended_at) WHERE ended_at IS NOT NULL;
        CREATE TABLE messages (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
            turn_id TEXT NOT NULL,
            role TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            sender_id TEXT,
            content TEXT NOT NULL,
            tool_calls TEXT,
            tool_call_id TEXT,
            chunk_ids TEXT,
            covers INTEGER,
            is_partial INTEGER NOT NULL
        );
        CREATE INDEX messages_by_thread ON messages (thread_id, place);
        """),
    ];
}
