using AgentComputer.ReferenceBackend.Computers;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Ports;

/// <summary>The table of published ports. A released step never changes.</summary>
internal static class PortSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(10,
        $"""
        CREATE TABLE published_ports (
            id TEXT PRIMARY KEY,
            computer_id TEXT NOT NULL REFERENCES {ComputerRowSchema.Table} (id) ON DELETE CASCADE,
            port INTEGER NOT NULL,
            name TEXT NOT NULL,
            visibility TEXT NOT NULL,
            state TEXT NOT NULL,
            failure_reason TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX published_ports_by_port ON published_ports (computer_id, port);
        CREATE UNIQUE INDEX published_ports_by_name ON published_ports (computer_id, name);
        """),
    ];
}
