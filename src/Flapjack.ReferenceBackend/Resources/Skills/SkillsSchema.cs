using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>The table of skills. A step never changes after its release.</summary>
internal static class SkillsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(16,
        """
        CREATE TABLE skills (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX skills_by_org ON skills (org_id, created_at, id);
        """),
    ];
}
