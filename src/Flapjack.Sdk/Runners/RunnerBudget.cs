using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How much the runs of a runner may cost. When the budget is used up, a run pauses before its next step or its next call of a model.</summary>
/// <remarks>
/// <c>GET</c> and <c>PUT /api/runners/{runnerId}/budget</c>. The service does not document the fields of a budget; the properties here are those of the
/// reference backend. To change one field, read the budget, change the field (<c>budget with { … }</c>) and send all of it back: fields that this version
/// does not know go back as they came.
/// </remarks>
public record RunnerBudget
{
    /// <summary>How much the runs of a period may cost, in US dollars; null for no limit.</summary>
    [JsonPropertyName("maxCostUsd")]
    public decimal? MaxCostUsd { get; init; }

    /// <summary>The time that the limit is for; null for the service's default, which is <see cref="RunnerBudgetPeriod.Total"/> for the reference backend.</summary>
    [JsonPropertyName("period")]
    public RunnerBudgetPeriod? Period { get; init; }

    /// <summary>What the runs of the current period have cost, in US dollars; null when the service did not say. An update ignores it.</summary>
    [JsonPropertyName("spentUsd")]
    public decimal? SpentUsd { get; init; }

    /// <summary>What is left of the budget, in US dollars; null without a limit. An update ignores it.</summary>
    [JsonPropertyName("remainingUsd")]
    public decimal? RemainingUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
