using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The table of what kind of computer an agent is configured to use; the agents' own table is the first step of all. A released step is never changed.</summary>
internal static class AgentSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(6,
        """
        CREATE TABLE agent_computer_configs (
            agent_id TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
            enabled INTEGER NOT NULL,
            provider TEXT NOT NULL,
            mode TEXT NOT NULL,
            scope TEXT NOT NULL,
            size_class TEXT NOT NULL
        );
        """),
    ];
}
