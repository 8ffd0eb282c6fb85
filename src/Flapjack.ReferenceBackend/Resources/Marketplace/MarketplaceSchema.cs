using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>The table of marketplace profiles, which go with their agent. A step never changes after its release.</summary>
internal static class MarketplaceSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(27,
        """
        CREATE TABLE marketplace_profiles (
            agent_id TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            handle TEXT,
            document TEXT NOT NULL,
            avatar_type TEXT,
            avatar BLOB
        );
        CREATE UNIQUE INDEX marketplace_profiles_by_handle ON marketplace_profiles (org_id, handle) WHERE handle IS NOT NULL;
        """),
    ];
}
