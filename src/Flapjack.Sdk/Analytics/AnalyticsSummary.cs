using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of a whole period.</summary>
/// <remarks><c>GET /api/analytics</c></remarks>
public record AnalyticsSummary
{
    /// <summary>How many people have used the agents.</summary>
    [JsonPropertyName("unique_users")]
    public long? UniqueUsers { get; init; }

    /// <summary>How many sessions there were. The steps of runs have no session.</summary>
    [JsonPropertyName("unique_sessions")]
    public long? UniqueSessions { get; init; }

    /// <summary>How many threads were used. The steps of runs have no thread.</summary>
    [JsonPropertyName("total_threads")]
    public long? TotalThreads { get; init; }

    /// <summary>How often an agent has answered. For the reference backend, a step of a run that has asked a model counts as an answer too.</summary>
    [JsonPropertyName("total_turns")]
    public long? TotalTurns { get; init; }

    /// <summary>How many tokens the models have read.</summary>
    [JsonPropertyName("input_tokens")]
    public long? InputTokens { get; init; }

    /// <summary>How many tokens the models have written.</summary>
    [JsonPropertyName("output_tokens")]
    public long? OutputTokens { get; init; }

    /// <summary>How many tokens came out of the cache of a model.</summary>
    [JsonPropertyName("cache_read_tokens")]
    public long? CacheReadTokens { get; init; }

    /// <summary>How many tokens went into the cache of a model.</summary>
    [JsonPropertyName("cache_write_tokens")]
    public long? CacheWriteTokens { get; init; }

    /// <summary>How often a tool was called.</summary>
    [JsonPropertyName("tool_calls")]
    public long? ToolCalls { get; init; }

    /// <summary>What the models have cost, in US dollars, as the service estimates it.</summary>
    [JsonPropertyName("estimated_cost_usd")]
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>How long an answer takes on average, in milliseconds.</summary>
    [JsonPropertyName("avg_response_time_ms")]
    public double? AverageResponseTimeMs { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
