using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Operations;

/// <summary>The table of operations. A released step never changes.</summary>
internal static class OperationSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(4,
        """
        CREATE TABLE operations (
            id TEXT PRIMARY KEY,
            workspace_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            resource_type TEXT NOT NULL,
            resource_id TEXT NOT NULL,
            computer_id TEXT,
            status TEXT NOT NULL,
            error_message TEXT,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            completed_at INTEGER,
            updated_at INTEGER NOT NULL
        );
        CREATE INDEX operations_pending ON operations (computer_id) WHERE completed_at IS NULL;
        CREATE INDEX operations_by_end ON operations (completed_at);
        """),
    ];
}
