namespace Flapjack.ReferenceBackend.Storage;

/// <summary>The tables, as numbered steps from an empty database; a step that was ever released is never changed.</summary>
internal static class Schema
{
    /// <summary>The SQL of each step.</summary>
    internal static IReadOnlyList<string> Steps { get; } =
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
            outcome TEXT,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL
        );
        CREATE UNIQUE INDEX execs_by_key ON execs (org_id, agent_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
        CREATE INDEX execs_by_end ON execs (ended_at);
        """,
        """
        ALTER TABLE orgs ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0;
        CREATE UNIQUE INDEX orgs_default ON orgs (is_default) WHERE is_default = 1;
        CREATE INDEX execs_by_agent ON execs (agent_id);
        CREATE TABLE computers (
            agent_id TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
            computer_id TEXT NOT NULL,
            status TEXT NOT NULL,
            status_since INTEGER NOT NULL,
            last_used_at INTEGER
        );
        CREATE TABLE bootstrap_runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
            setup TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            status TEXT,
            exit_code INTEGER,
            stderr_tail TEXT,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL
        );
        CREATE INDEX bootstrap_runs_by_agent ON bootstrap_runs (agent_id, number);
        """,
        // AUTOINCREMENT: a number that was given out is never given out again, so that "behind number n" means later.
        """
        CREATE TABLE webhooks (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            agent_id TEXT NOT NULL,
            org_id TEXT NOT NULL,
            url TEXT NOT NULL,
            event TEXT NOT NULL,
            body BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER
        );
        CREATE INDEX webhooks_by_agent ON webhooks (agent_id, number);
        """,
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
        // An id is "msg_" and a UUID of version 7, whose first half is the time. What was in the outbox keeps its place in it.
        """
        CREATE TABLE webhook_secrets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            secret TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX webhook_secrets_by_org ON webhook_secrets (org_id, id);
        INSERT INTO webhook_secrets (org_id, secret, created_at) SELECT id, webhook_secret, unixepoch() * 1000 FROM orgs;
        ALTER TABLE orgs DROP COLUMN webhook_secret;
        CREATE TABLE webhooks_with_ids (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            agent_id TEXT NOT NULL,
            org_id TEXT NOT NULL,
            secret_id INTEGER NOT NULL REFERENCES webhook_secrets (id),
            url TEXT NOT NULL,
            event TEXT NOT NULL,
            body BLOB NOT NULL,
            state TEXT NOT NULL DEFAULT 'pending',
            created_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER,
            ended_at INTEGER
        ) STRICT;
        INSERT INTO webhooks_with_ids (number, id, agent_id, org_id, secret_id, url, event, body, created_at, attempts, next_attempt_at)
            SELECT number, 'msg_' || printf('%012x', webhooks.created_at) || '7' || substr(lower(hex(randomblob(2))), 2)
                || substr('89ab', 1 + (random() & 3), 1) || substr(lower(hex(randomblob(8))), 2),
                agent_id, webhooks.org_id, webhook_secrets.id, url, event, body, webhooks.created_at, attempts, next_attempt_at
            FROM webhooks JOIN webhook_secrets ON webhook_secrets.org_id = webhooks.org_id ORDER BY number;
        DROP TABLE webhooks;
        ALTER TABLE webhooks_with_ids RENAME TO webhooks;
        CREATE INDEX webhooks_by_agent ON webhooks (agent_id, number);
        CREATE INDEX webhooks_pending ON webhooks (agent_id, number) WHERE state = 'pending';
        CREATE INDEX webhooks_by_end ON webhooks (ended_at) WHERE ended_at IS NOT NULL;
        CREATE TABLE webhook_attempts (
            webhook INTEGER NOT NULL REFERENCES webhooks (number) ON DELETE CASCADE,
            attempt INTEGER NOT NULL,
            at INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL,
            status INTEGER,
            outcome TEXT NOT NULL,
            PRIMARY KEY (webhook, attempt)
        ) STRICT, WITHOUT ROWID;
        """,
        "ALTER TABLE computers ADD COLUMN is_made INTEGER NOT NULL DEFAULT 1;",
    ];

    /// <summary>The version of a database that has been through every step.</summary>
    public static int Version => Steps.Count;

    /// <summary>Takes a database through the steps that it has not been through; each of them wholly or not at all.</summary>
    public static void Migrate(Store store) => Migrate(store, Steps);

    /// <summary>The same with other steps, for tests.</summary>
    internal static void Migrate(Store store, IReadOnlyList<string> steps)
    {
        var version = store.Read(db => db.QuerySingle("PRAGMA user_version", row => row.GetInt32(0)));
        for (; version < steps.Count; version++)
        {
            store.Write(db =>
            {
                db.Execute(steps[version]);
                db.Execute($"PRAGMA user_version = {version + 1}");
            });
        }
    }
}
