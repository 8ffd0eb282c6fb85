using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>When and how much credit is bought by itself.</summary>
/// <remarks><c>GET /v1/me</c></remarks>
public record AutoReload
{
    /// <summary>Whether credit is bought by itself.</summary>
    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    /// <summary>Credit is bought when the balance falls below this, in cents.</summary>
    [JsonPropertyName("balance_threshold_cents")]
    public long BalanceThresholdCents { get; init; }

    /// <summary>How much is bought each time, in cents.</summary>
    [JsonPropertyName("reload_amount_cents")]
    public long ReloadAmountCents { get; init; }

    /// <summary>The most that is spent in a month, in cents.</summary>
    [JsonPropertyName("monthly_spend_limit_cents")]
    public long MonthlySpendLimitCents { get; init; }

    /// <summary>The limit of a month as the service counts it; null if it did not say.</summary>
    [JsonPropertyName("monthly_reload_limit")]
    public double? MonthlyReloadLimit { get; init; }

    /// <summary>Why the preferences last failed to reach the payment service; null for no failure.</summary>
    [JsonPropertyName("last_sync_error")]
    public string? LastSyncError { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
