using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Workspaces;

/// <summary>The tables of workspaces and their API keys. A released step never changes.</summary>
internal static class WorkspaceSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(1,
        """
        CREATE TABLE workspaces (
            id TEXT PRIMARY KEY,
            is_default INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX workspaces_default ON workspaces (is_default) WHERE is_default = 1;
        CREATE TABLE api_keys (
            id TEXT PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            workspace_id TEXT NOT NULL REFERENCES workspaces (id),
            created_at INTEGER NOT NULL
        );
        """),
    ];
}
