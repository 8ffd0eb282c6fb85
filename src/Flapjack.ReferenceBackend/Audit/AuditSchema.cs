using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>The tables of the audit log. A step never changes after its release.</summary>
internal static class AuditSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(5,
        """
        CREATE TABLE sandbox_audit_log (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            org_id TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL,
            action TEXT NOT NULL,
            exec_id TEXT,
            exit_code INTEGER,
            duration_ms INTEGER,
            hash TEXT NOT NULL
        ) STRICT;
        CREATE TABLE sandbox_audit_checkpoint (
            id INTEGER NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        INSERT INTO sandbox_audit_checkpoint VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');
        """),
        // What a start asks for once for each command or bootstrap, and the rows of one agent.
        new(31, "CREATE INDEX sandbox_audit_log_by_agent ON sandbox_audit_log (agent_id, at);"),
    ];
}
