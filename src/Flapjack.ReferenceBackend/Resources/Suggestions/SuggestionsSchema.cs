using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Suggestions;

/// <summary>The table of suggestions, which go with their agent. A step never changes after its release.</summary>
internal static class SuggestionsSchema
{
    // The one index begins with the agent: the list of an agent needs it, and so does the deletion of the agent.
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(26,
        """
        CREATE TABLE suggestions (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX suggestions_by_agent ON suggestions (agent_id, created_at, id);
        """),
    ];
}
