using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>The table of runners. A step never changes after its release.</summary>
internal static class RunnersSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(12,
        """
        CREATE TABLE runners (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            project_id TEXT REFERENCES projects (id),
            document TEXT NOT NULL
        );
        CREATE INDEX runners_by_org ON runners (org_id, created_at, id);
        CREATE INDEX runners_by_project ON runners (project_id) WHERE project_id IS NOT NULL;
        CREATE TRIGGER runners_leave_projects AFTER DELETE ON projects BEGIN
            UPDATE runners SET project_id = NULL, document = json_set(document, '$.project_id', NULL) WHERE project_id = OLD.id;
        END;
        """),
    ];
}
