namespace Flapjack.ReferenceBackend.Storage;

/// <summary>The tables, as numbered steps from an empty database; a step that was ever released is never changed.</summary>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE orgs (
            id TEXT PRIMARY KEY,
            webhook_secret TEXT NOT NULL
        );
        CREATE TABLE api_keys (
            hash BLOB PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            scopes TEXT NOT NULL
        );
        CREATE TABLE agents (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            name TEXT NOT NULL,
            external_app_id TEXT,
            webhook_url TEXT
        );
        CREATE UNIQUE INDEX agents_by_app ON agents (org_id, external_app_id) WHERE external_app_id IS NOT NULL;
        """,
        """
        CREATE TABLE execs (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            idempotency_key TEXT,
            body_hash BLOB,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT
        );
        CREATE UNIQUE INDEX execs_by_key ON execs (org_id, agent_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
        CREATE INDEX execs_by_end ON execs (ended_at);
        """,
        """
        CREATE TABLE agent_computer_configs (
            agent_id TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
            enabled INTEGER NOT NULL,
            provider TEXT NOT NULL,
            mode TEXT NOT NULL,
            scope TEXT NOT NULL,
            size_class TEXT NOT NULL
        );
        """,
    ];

    public static void Migrate(StoreSession db)
    {
        var version = db.QuerySingle("PRAGMA user_version", row => row.GetInt32(0));
        for (; version < Steps.Length; version++)
        {
            db.Execute(Steps[version]);
        }

        db.Execute($"PRAGMA user_version = {version}");
    }
}
