using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What the models of a runner have used, of the calls that were paid with the same kind of key.</summary>
/// <remarks><c>GET /api/runners/{runnerId}/analytics</c>. The service does not document these numbers; the reference backend sends them.</remarks>
public record RunnerAnalyticsCredentialSource
{
    /// <summary>Whose key has paid; null when the service did not say.</summary>
    [JsonPropertyName("credential_source")]
    public CredentialSource? CredentialSource { get; init; }

    /// <summary>How many tokens the models have read.</summary>
    [JsonPropertyName("total_input_tokens")]
    public long? TotalInputTokens { get; init; }

    /// <summary>How many tokens the models have written.</summary>
    [JsonPropertyName("total_output_tokens")]
    public long? TotalOutputTokens { get; init; }

    /// <summary>What the models have cost, in US dollars.</summary>
    [JsonPropertyName("total_cost_usd")]
    public decimal? TotalCostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
