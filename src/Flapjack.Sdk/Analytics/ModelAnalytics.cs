using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of a model.</summary>
/// <remarks><c>GET /api/analytics</c></remarks>
public record ModelAnalytics
{
    /// <summary>The model, for example <c>gpt-5.4</c>.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>How many answers come from the model.</summary>
    [JsonPropertyName("total_turns")]
    public long? TotalTurns { get; init; }

    /// <summary>What the model has cost, in US dollars, as the service estimates it.</summary>
    [JsonPropertyName("estimated_cost_usd")]
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
