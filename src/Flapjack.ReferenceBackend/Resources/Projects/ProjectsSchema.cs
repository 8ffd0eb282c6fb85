using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Projects;

/// <summary>The table of projects. A step never changes after its release.</summary>
internal static class ProjectsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(9,
        """
        CREATE TABLE projects (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX projects_by_org ON projects (org_id, created_at, id);
        """),
    ];
}
