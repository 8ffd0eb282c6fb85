using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a runner has done, and what it has cost.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/analytics</c>. The service also sends the numbers of each day and of each model, but does not document their names.
/// <see cref="Daily"/> and <see cref="ByModel"/> have the names of the reference backend; what has other names is in <see cref="AdditionalProperties"/>.
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

    /// <summary>The numbers of each day, the oldest first; empty when there are none.</summary>
    [JsonPropertyName("daily")]
    public IReadOnlyList<RunnerAnalyticsDay> Daily { get => field ?? []; init; }

    /// <summary>The numbers of each model; empty when there are none. The reference backend begins with the model that has cost the most.</summary>
    [JsonPropertyName("by_model")]
    public IReadOnlyList<RunnerAnalyticsModel> ByModel { get => field ?? []; init; }

    /// <summary>The numbers by whose key has paid for the models; empty when there are none. Only the reference backend is known to send them.</summary>
    [JsonPropertyName("by_credential_source")]
    public IReadOnlyList<RunnerAnalyticsCredentialSource> ByCredentialSource { get => field ?? []; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
