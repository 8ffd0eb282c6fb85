using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Sessions;

/// <summary>The table of access sessions. A released step never changes.</summary>
internal static class SessionSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(5,
        """
        CREATE TABLE access_sessions (
            id TEXT PRIMARY KEY,
            computer_id TEXT NOT NULL REFERENCES workspace_computers (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            token_hash BLOB NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked_at INTEGER,
            share_id TEXT
        );
        CREATE INDEX access_sessions_by_computer ON access_sessions (computer_id, expires_at);
        CREATE INDEX access_sessions_by_end ON access_sessions (expires_at);
        CREATE INDEX access_sessions_by_share ON access_sessions (share_id) WHERE share_id IS NOT NULL;
        """),
    ];
}
