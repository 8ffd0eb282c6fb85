using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a model has used in the runs of a runner.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/analytics</c>. The service documents that there are numbers of each model, but not their names; these are the names of
/// the reference backend.
/// </remarks>
public record RunnerAnalyticsModel
{
    /// <summary>The model, for example <c>gpt-5.4</c>.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>How many tokens the model has read.</summary>
    [JsonPropertyName("total_input_tokens")]
    public long? TotalInputTokens { get; init; }

    /// <summary>How many tokens the model has written.</summary>
    [JsonPropertyName("total_output_tokens")]
    public long? TotalOutputTokens { get; init; }

    /// <summary>What the model has cost, in US dollars.</summary>
    [JsonPropertyName("total_cost_usd")]
    public decimal? TotalCostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
