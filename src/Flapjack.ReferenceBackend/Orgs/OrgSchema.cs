using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>The tables of organizations and keys. The first release made the table of agents in the same step. A step never changes after its release.</summary>
internal static class OrgSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(1,
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
        """),
        new(17,
        """
        ALTER TABLE api_keys ADD COLUMN id TEXT NOT NULL DEFAULT '';
        ALTER TABLE api_keys ADD COLUMN prefix TEXT NOT NULL DEFAULT 'fj_live_...';
        ALTER TABLE api_keys ADD COLUMN name TEXT NOT NULL DEFAULT 'Made by an earlier version';
        ALTER TABLE api_keys ADD COLUMN created_at INTEGER;
        ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;
        UPDATE api_keys SET id = lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
            || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)));
        CREATE UNIQUE INDEX api_keys_by_id ON api_keys (id);
        CREATE INDEX api_keys_by_org ON api_keys (org_id, created_at, id);
        """),
    ];
}
