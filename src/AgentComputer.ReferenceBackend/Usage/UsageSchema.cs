using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Usage;

/// <summary>The tables of what was used: by each computer, and by each workspace, which keeps what its deleted computers have used. A released step never changes.</summary>
internal static class UsageSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(6,
        """
        CREATE TABLE computer_usage (
            computer_id TEXT PRIMARY KEY REFERENCES workspace_computers (id) ON DELETE CASCADE,
            runtime_ms INTEGER NOT NULL DEFAULT 0,
            cpu_ms INTEGER NOT NULL DEFAULT 0,
            memory_mib_ms INTEGER NOT NULL DEFAULT 0,
            counted_until INTEGER
        );
        CREATE INDEX computer_usage_running ON computer_usage (counted_until) WHERE counted_until IS NOT NULL;
        CREATE TABLE workspace_usage (
            workspace_id TEXT PRIMARY KEY REFERENCES workspaces (id),
            runtime_ms INTEGER NOT NULL DEFAULT 0,
            cpu_ms INTEGER NOT NULL DEFAULT 0,
            memory_mib_ms INTEGER NOT NULL DEFAULT 0
        );
        """),
    ];
}
