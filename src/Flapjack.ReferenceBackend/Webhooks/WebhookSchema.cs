using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The tables of webhooks and of the secrets that sign them. A step never changes after its release.</summary>
internal static class WebhookSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // With AUTOINCREMENT a number is never used twice, so a higher number always means a later event.
        new(4,
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
        """),
        // An id is "msg_" and a UUID of version 7, whose first half is the time. The rows of the outbox keep their order.
        new(7,
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
        """),
        // An attempt belongs to the trace of its event, also after a restart.
        new(32,
        """
        ALTER TABLE webhooks ADD COLUMN trace_parent TEXT;
        ALTER TABLE webhooks ADD COLUMN trace_state TEXT;
        """),
    ];
}
