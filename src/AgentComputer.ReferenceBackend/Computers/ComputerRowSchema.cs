using LocalComputers.Computers;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>The tables of computers: what this API knows of them, and the engine's own. A released step never changes.</summary>
internal static class ComputerRowSchema
{
    /// <summary>The table of what this API knows of computers.</summary>
    public const string Table = "workspace_computers";

    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(2,
        $"""
        CREATE TABLE {Table} (
            id TEXT PRIMARY KEY,
            workspace_id TEXT NOT NULL REFERENCES workspaces (id),
            handle TEXT NOT NULL,
            display_name TEXT NOT NULL,
            image_id TEXT NOT NULL,
            source_kind TEXT NOT NULL,
            source_snapshot_id TEXT,
            size_preset TEXT NOT NULL,
            memory_mib INTEGER NOT NULL,
            storage_bytes INTEGER NOT NULL,
            authorized_keys TEXT NOT NULL DEFAULT '[]',
            failure_reason TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            deleting_since INTEGER
        );
        CREATE UNIQUE INDEX workspace_computers_by_handle ON {Table} (workspace_id, handle);
        """),
        ComputerSchema.StepOf(3, Table),
    ];
}
