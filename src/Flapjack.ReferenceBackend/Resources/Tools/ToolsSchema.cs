using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>The table of tools. A step never changes after its release.</summary>
internal static class ToolsSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(15,
        """
        CREATE TABLE tools (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX tools_by_org ON tools (org_id, created_at, id);
        """),
    ];
}
