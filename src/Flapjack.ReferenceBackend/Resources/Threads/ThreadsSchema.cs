using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>The table of threads. A step never changes after its release.</summary>
internal static class ThreadsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(11,
        """
        CREATE TABLE threads (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
            document TEXT NOT NULL
        );
        CREATE INDEX threads_by_org ON threads (org_id, created_at, id);
        CREATE INDEX threads_by_agent ON threads (agent_id);
        """),
    ];
}
