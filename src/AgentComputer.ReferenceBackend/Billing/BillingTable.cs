using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Billing;

/// <summary>What workspaces prefer about their bills, in the store.</summary>
internal sealed class BillingTable(Store store)
{
    public AutoReload Find(string workspaceId) => store.Read(db => db.QuerySingle(
        "SELECT is_enabled, threshold_cents, reload_cents, limit_cents FROM billing_preferences WHERE workspace_id = $workspace",
        row => new AutoReload(row.Flag(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        ("$workspace", workspaceId))) ?? AutoReload.None;

    public void Set(string workspaceId, AutoReload preferences) => store.Write(db => db.Execute(
        """
        INSERT INTO billing_preferences (workspace_id, is_enabled, threshold_cents, reload_cents, limit_cents) VALUES ($workspace, $enabled, $threshold, $reload, $limit)
        ON CONFLICT (workspace_id) DO UPDATE SET is_enabled = $enabled, threshold_cents = $threshold, reload_cents = $reload, limit_cents = $limit
        """,
        ("$workspace", workspaceId),
        ("$enabled", preferences.IsEnabled),
        ("$threshold", preferences.ThresholdCents),
        ("$reload", preferences.ReloadCents),
        ("$limit", preferences.LimitCents)));
}
