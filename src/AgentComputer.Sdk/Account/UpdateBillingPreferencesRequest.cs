using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>When and how much credit is to be bought by itself. The service takes all fields together.</summary>
/// <remarks><c>PATCH /v1/billing/preferences</c></remarks>
public record UpdateBillingPreferencesRequest
{
    /// <summary>Whether credit is bought by itself.</summary>
    [JsonPropertyName("auto_reload_enabled")]
    public required bool AutoReloadEnabled { get; init; }

    /// <summary>Credit is bought when the balance falls below this, in cents.</summary>
    [JsonPropertyName("balance_threshold_cents")]
    public required long BalanceThresholdCents { get; init; }

    /// <summary>How much is bought each time, in cents.</summary>
    [JsonPropertyName("reload_amount_cents")]
    public required long ReloadAmountCents { get; init; }

    /// <summary>The most that is spent in a month, in cents.</summary>
    [JsonPropertyName("monthly_spend_limit_cents")]
    public required long MonthlySpendLimitCents { get; init; }
}
