using AgentComputer.ReferenceBackend.Computers;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Resources.Shares;

/// <summary>The table of shares. A released step never changes.</summary>
internal static class SharesSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(11,
        $"""
        CREATE TABLE shares (
            id TEXT PRIMARY KEY,
            computer_id TEXT NOT NULL REFERENCES {ComputerRowSchema.Table} (id) ON DELETE CASCADE,
            token_hash BLOB NOT NULL UNIQUE,
            allow_browser INTEGER NOT NULL,
            allow_vnc INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER,
            revoked_at INTEGER
        );
        CREATE INDEX shares_by_computer ON shares (computer_id, created_at);
        """),
    ];
}
