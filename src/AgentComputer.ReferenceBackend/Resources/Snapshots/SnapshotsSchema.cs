using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Resources.Snapshots;

/// <summary>The table of snapshots. A snapshot outlives its computer. A released step never changes.</summary>
internal static class SnapshotsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(12,
        """
        CREATE TABLE snapshots (
            id TEXT PRIMARY KEY,
            workspace_id TEXT NOT NULL REFERENCES workspaces (id),
            computer_id TEXT NOT NULL,
            image_id TEXT NOT NULL,
            size_preset TEXT NOT NULL,
            memory_mib INTEGER NOT NULL,
            storage_bytes INTEGER NOT NULL,
            state TEXT NOT NULL,
            bytes INTEGER NOT NULL DEFAULT 0,
            failure_reason TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            ready_at INTEGER
        );
        CREATE INDEX snapshots_by_computer ON snapshots (computer_id, created_at, id);
        CREATE INDEX snapshots_by_workspace ON snapshots (workspace_id);
        """),
    ];
}
