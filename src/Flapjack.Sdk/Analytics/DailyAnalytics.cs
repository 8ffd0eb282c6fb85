using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of a day.</summary>
/// <remarks><c>GET /api/analytics</c></remarks>
public record DailyAnalytics
{
    /// <summary>The day: when it begins, in UTC.</summary>
    [JsonPropertyName("day")]
    public DateTimeOffset? Day { get; init; }

    /// <summary>How many people have used the agents.</summary>
    [JsonPropertyName("unique_users")]
    public long? UniqueUsers { get; init; }

    /// <summary>How many threads were used.</summary>
    [JsonPropertyName("total_threads")]
    public long? TotalThreads { get; init; }

    /// <summary>How often an agent has answered.</summary>
    [JsonPropertyName("total_turns")]
    public long? TotalTurns { get; init; }

    /// <summary>How many tokens the models have read.</summary>
    [JsonPropertyName("input_tokens")]
    public long? InputTokens { get; init; }

    /// <summary>How many tokens the models have written.</summary>
    [JsonPropertyName("output_tokens")]
    public long? OutputTokens { get; init; }

    /// <summary>What the models have cost, in US dollars, as the service estimates it.</summary>
    [JsonPropertyName("estimated_cost_usd")]
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
