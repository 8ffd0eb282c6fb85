using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of a runner on a day.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/analytics</c>. The service documents that there are numbers of each day, but not their names; these are the names of the
/// reference backend.
/// </remarks>
public record RunnerAnalyticsDay
{
    /// <summary>The day: when it begins, in UTC.</summary>
    [JsonPropertyName("day")]
    public DateTimeOffset? Day { get; init; }

    /// <summary>How many runs were created on the day.</summary>
    [JsonPropertyName("total_runs")]
    public long? TotalRuns { get; init; }

    /// <summary>How many of these runs have ended well.</summary>
    [JsonPropertyName("completed")]
    public long? Completed { get; init; }

    /// <summary>How many of these runs have failed.</summary>
    [JsonPropertyName("failed")]
    public long? Failed { get; init; }

    /// <summary>What the models have cost on the day, in US dollars.</summary>
    [JsonPropertyName("total_cost_usd")]
    public decimal? TotalCostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
