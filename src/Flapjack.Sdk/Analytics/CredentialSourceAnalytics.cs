using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of the answers that were paid with the same kind of key.</summary>
/// <remarks><c>GET /api/analytics</c>. The service does not document these numbers; the reference backend sends them.</remarks>
public record CredentialSourceAnalytics
{
    /// <summary>Whose key has paid; null when the service did not say.</summary>
    [JsonPropertyName("credential_source")]
    public CredentialSource? CredentialSource { get; init; }

    /// <summary>How many answers were paid so.</summary>
    [JsonPropertyName("total_turns")]
    public long? TotalTurns { get; init; }

    /// <summary>How many tokens the models have read.</summary>
    [JsonPropertyName("input_tokens")]
    public long? InputTokens { get; init; }

    /// <summary>How many tokens the models have written.</summary>
    [JsonPropertyName("output_tokens")]
    public long? OutputTokens { get; init; }

    /// <summary>What the answers have cost, in US dollars, as the service estimates it.</summary>
    [JsonPropertyName("estimated_cost_usd")]
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
