using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of a runner in a period.</summary>
/// <remarks><c>GET /api/runners/{runnerId}/analytics</c></remarks>
public record RunnerAnalyticsSummary
{
    /// <summary>How many runs there are.</summary>
    [JsonPropertyName("total_runs")]
    public long? TotalRuns { get; init; }

    /// <summary>How many have ended well.</summary>
    [JsonPropertyName("completed")]
    public long? Completed { get; init; }

    /// <summary>How many have failed.</summary>
    [JsonPropertyName("failed")]
    public long? Failed { get; init; }

    /// <summary>How many were cancelled.</summary>
    [JsonPropertyName("cancelled")]
    public long? Cancelled { get; init; }

    /// <summary>How many are pending. For the reference backend, these are all runs that have not ended.</summary>
    [JsonPropertyName("pending")]
    public long? Pending { get; init; }

    /// <summary>How many of the runs have ended well, in percent, from 0 to 100. For the reference backend: of the runs that have ended.</summary>
    [JsonPropertyName("success_rate")]
    public double? SuccessRate { get; init; }

    /// <summary>How long a run takes on average, in milliseconds.</summary>
    [JsonPropertyName("avg_duration_ms")]
    public double? AverageDurationMs { get; init; }

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
