using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>
/// The tables of agents and of their configurations. The table of agents is made by the very first step, and gets here what agents without a computer
/// need. A step never changes after its release.
/// </summary>
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
        // Until this step, an agent without a bootstrap was an agent whose creation had been cut short, and was removed at the next start.
        new(10,
        """
        DELETE FROM agents WHERE id NOT IN (SELECT agent_id FROM bootstrap_runs);
        ALTER TABLE agents ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE agents ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE agents ADD COLUMN project_id TEXT REFERENCES projects (id);
        ALTER TABLE agents ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        UPDATE agents SET document = json_object('name', name), created_at = (SELECT min(started_at) FROM bootstrap_runs WHERE agent_id = agents.id);
        UPDATE agents SET updated_at = created_at;
        CREATE INDEX agents_by_org ON agents (org_id, created_at, id);
        CREATE INDEX agents_by_project ON agents (project_id) WHERE project_id IS NOT NULL;
        CREATE TRIGGER agents_leave_projects AFTER DELETE ON projects BEGIN
            UPDATE agents SET project_id = NULL, document = json_set(document, '$.project_id', NULL) WHERE project_id = OLD.id;
        END;
        CREATE TABLE agent_configs (
            agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (agent_id, name)
        ) WITHOUT ROWID;
        """),
    ];
}
