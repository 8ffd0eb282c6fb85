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
    ];
}
