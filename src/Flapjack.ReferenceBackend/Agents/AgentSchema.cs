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
        new(10,
        """
        ALTER TABLE agents ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE agents ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE agents ADD COLUMN project_id TEXT REFERENCES projects (id);
        ALTER TABLE agents ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        CREATE INDEX agents_by_org ON agents (org_id, created_at, id);
        CREATE INDEX agents_by_project ON agents (project_id) WHERE project_id IS NOT NULL;
        CREATE TRIGGER agents_leave_projects AFTER DELETE ON projects BEGIN
            UPDATE agents SET project_id = NULL WHERE project_id = OLD.id;
        END;
        """),
    ];
}
