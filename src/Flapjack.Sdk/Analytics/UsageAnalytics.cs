using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How the agents of an organization are used, and what they cost.</summary>
/// <remarks><c>GET /api/analytics</c></remarks>
public record UsageAnalytics
{
    /// <summary>Which days are counted.</summary>
    [JsonPropertyName("period")]
    public AnalyticsWindow? Period { get; init; }

    /// <summary>The numbers of the whole period.</summary>
    [JsonPropertyName("summary")]
    public AnalyticsSummary? Summary { get; init; }

    /// <summary>The numbers of each day; empty when there are none.</summary>
    [JsonPropertyName("daily")]
    public IReadOnlyList<DailyAnalytics> Daily { get => field ?? []; init; }

    /// <summary>The numbers of each agent; empty when there are none.</summary>
    [JsonPropertyName("by_agent")]
    public IReadOnlyList<AgentAnalytics> ByAgent { get => field ?? []; init; }

    /// <summary>The numbers of each model; empty when there are none.</summary>
    [JsonPropertyName("by_model")]
    public IReadOnlyList<ModelAnalytics> ByModel { get => field ?? []; init; }

    /// <summary>The tools that were called the most; empty when there are none.</summary>
    [JsonPropertyName("top_tools")]
    public IReadOnlyList<ToolAnalytics> TopTools { get => field ?? []; init; }

    /// <summary>The numbers by whose key has paid for the models; empty when there are none. Only the reference backend is known to send them.</summary>
    [JsonPropertyName("by_credential_source")]
    public IReadOnlyList<CredentialSourceAnalytics> ByCredentialSource { get => field ?? []; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
