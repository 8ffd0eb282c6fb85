using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The table of MCP servers. A step never changes after its release.</summary>
internal static class McpSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(13,
        """
        CREATE TABLE mcp_servers (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX mcp_servers_by_org ON mcp_servers (org_id, created_at, id);
        """),
    ];
}
