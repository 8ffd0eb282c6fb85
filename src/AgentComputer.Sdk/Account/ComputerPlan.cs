using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What a workspace pays for, and what its computers may have.</summary>
/// <remarks><c>GET /v1/me</c></remarks>
public record ComputerPlan
{
    /// <summary>The plan's id.</summary>
    [JsonPropertyName("feature_id")]
    public string? FeatureId { get; init; }

    /// <summary>Whether the plan gives access to computers.</summary>
    [JsonPropertyName("access_status")]
    public PlanAccess AccessStatus { get; init; }

    /// <summary>Why there is no access; null if there is.</summary>
    [JsonPropertyName("access_message")]
    public string? AccessMessage { get; init; }

    /// <summary>The credit that is left; null if the service did not say.</summary>
    [JsonPropertyName("credit_balance")]
    public decimal? CreditBalance { get; init; }

    /// <summary>Whether the credit is running out.</summary>
    [JsonPropertyName("low_balance")]
    public bool LowBalance { get; init; }

    /// <summary>When credit is bought by itself; null if the service did not say.</summary>
    [JsonPropertyName("auto_reload")]
    public AutoReload? AutoReload { get; init; }

    /// <summary>The sizes that computers may have; null if the service did not say.</summary>
    [JsonPropertyName("resource_limits")]
    public ResourceLimits? ResourceLimits { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
