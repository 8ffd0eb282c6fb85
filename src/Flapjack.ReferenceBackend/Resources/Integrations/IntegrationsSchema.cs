using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>The table of integrations. A step never changes after its release.</summary>
internal static class IntegrationsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(14,
        """
        CREATE TABLE integrations (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX integrations_by_org ON integrations (org_id, created_at, id);
        """),
    ];
}
