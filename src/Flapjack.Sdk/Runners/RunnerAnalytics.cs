using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a runner has done, and what it has cost.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/analytics</c>. The service also sends the numbers of each day and of each model. Their names are not
/// documented, so they are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record RunnerAnalytics
{
    /// <summary>Which runner.</summary>
    [JsonPropertyName("runner")]
    public RunnerReference? Runner { get; init; }

    /// <summary>Which days are counted.</summary>
    [JsonPropertyName("period")]
    public RunnerAnalyticsWindow? Period { get; init; }

    /// <summary>The numbers of the whole period.</summary>
    [JsonPropertyName("summary")]
    public RunnerAnalyticsSummary? Summary { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
