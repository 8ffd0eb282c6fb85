using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>The tables of code agents, of their sessions, and of what has happened in each session. A step never changes after its release.</summary>
internal static class CodeAgentsSchema
{
    // A session outlives its code agent, because it tells what has happened to a repository.
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(24,
        """
        CREATE TABLE code_agents (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX code_agents_by_org ON code_agents (org_id, created_at, id);
        CREATE TABLE code_sessions (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            code_agent_id TEXT REFERENCES code_agents (id),
            status TEXT NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX code_sessions_by_org ON code_sessions (org_id, created_at, id);
        CREATE INDEX code_sessions_by_status ON code_sessions (status, created_at);
        CREATE INDEX code_sessions_by_code_agent ON code_sessions (code_agent_id) WHERE code_agent_id IS NOT NULL;
        CREATE TRIGGER code_sessions_outlive_code_agents AFTER DELETE ON code_agents BEGIN
            UPDATE code_sessions SET code_agent_id = NULL, document = json_set(document, '$.code_agent_id', NULL) WHERE code_agent_id = OLD.id;
        END;
        CREATE TABLE code_session_events (
            code_session_id TEXT NOT NULL REFERENCES code_sessions (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            type TEXT NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (code_session_id, seq)
        ) WITHOUT ROWID;
        """),
    ];
}
