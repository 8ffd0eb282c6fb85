using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Resources.Mounts;

/// <summary>The table of mounts. The secrets of a mount are not in it. A released step never changes.</summary>
internal static class MountsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(9,
        """
        CREATE TABLE mounts (
            id TEXT PRIMARY KEY,
            computer_id TEXT NOT NULL REFERENCES workspace_computers (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            bucket TEXT NOT NULL,
            target_path TEXT NOT NULL,
            endpoint TEXT,
            region TEXT,
            is_read_only INTEGER NOT NULL,
            cache_mode TEXT NOT NULL,
            state TEXT NOT NULL,
            failure_reason TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        );
        CREATE INDEX mounts_by_computer ON mounts (computer_id, created_at, id);
        """),
    ];
}
