using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The table of the computers that agents are configured to use. The table of the agents themselves is made by the very first step. A step never changes after its release.</summary>
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
