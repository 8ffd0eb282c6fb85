using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>The tables of threads and their participants. A step never changes after its release.</summary>
internal static class ThreadsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // A thread of a step of a run names its runner. It names no agent if the step has none.
        new(11,
        """
        CREATE TABLE threads (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            agent_id TEXT REFERENCES agents (id) ON DELETE CASCADE,
            runner_id TEXT REFERENCES runners (id) ON DELETE CASCADE,
            computer TEXT NOT NULL DEFAULT '{}',
            document TEXT NOT NULL
        );
        CREATE INDEX threads_by_org ON threads (org_id, created_at, id);
        CREATE INDEX threads_by_agent ON threads (agent_id);
        CREATE INDEX threads_by_runner ON threads (runner_id) WHERE runner_id IS NOT NULL;
        CREATE TABLE thread_participants (
            thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (thread_id, user_id)
        );
        """),
    ];
}
