using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Billing;

/// <summary>Whether and how a workspace's credit is filled up by itself. It is stored and shown; no money moves.</summary>
/// <param name="IsEnabled">Whether it is.</param>
/// <param name="ThresholdCents">Below which balance.</param>
/// <param name="ReloadCents">By how much.</param>
/// <param name="LimitCents">How much may be spent in a month.</param>
internal sealed record AutoReload(bool IsEnabled, long ThresholdCents, long ReloadCents, long LimitCents)
{
    /// <summary>What a workspace has that has never said what it prefers.</summary>
    public static AutoReload None { get; } = new(false, 0, 0, 0);

    /// <summary>The preferences as they are sent.</summary>
    public JsonObject ToJson() => new()
    {
        ["enabled"] = IsEnabled,
        ["balance_threshold_cents"] = ThresholdCents,
        ["reload_amount_cents"] = ReloadCents,
        ["monthly_spend_limit_cents"] = LimitCents,
        // How many reloads the limit of a month has room for.
        ["monthly_reload_limit"] = ReloadCents == 0 ? 0 : LimitCents / ReloadCents,
    };
}
