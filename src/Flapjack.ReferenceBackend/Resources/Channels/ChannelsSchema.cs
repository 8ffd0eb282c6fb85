using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Channels;

/// <summary>The table of channels, which go with their agent. A step never changes after its release.</summary>
internal static class ChannelsSchema
{
    // The one index begins with the agent: the list of an agent needs it, and so does the deletion of the agent.
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(22,
        """
        CREATE TABLE channels (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX channels_by_agent ON channels (agent_id, created_at, id);
        """),
    ];
}
