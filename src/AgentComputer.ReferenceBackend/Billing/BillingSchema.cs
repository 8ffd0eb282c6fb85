using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Billing;

/// <summary>The table of what workspaces prefer about their bills. A released step never changes.</summary>
internal static class BillingSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(7,
        """
        CREATE TABLE billing_preferences (
            workspace_id TEXT PRIMARY KEY REFERENCES workspaces (id),
            is_enabled INTEGER NOT NULL,
            threshold_cents INTEGER NOT NULL,
            reload_cents INTEGER NOT NULL,
            limit_cents INTEGER NOT NULL
        );
        """),
    ];
}
