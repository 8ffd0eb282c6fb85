using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Ssh;

/// <summary>The table of SSH keys. A released step never changes.</summary>
internal static class SshKeySchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(8,
        """
        CREATE TABLE ssh_keys (
            id TEXT PRIMARY KEY,
            workspace_id TEXT NOT NULL REFERENCES workspaces (id),
            name TEXT NOT NULL,
            public_key TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            last_used_at INTEGER
        );
        CREATE UNIQUE INDEX ssh_keys_by_fingerprint ON ssh_keys (workspace_id, fingerprint);
        """),
    ];
}
