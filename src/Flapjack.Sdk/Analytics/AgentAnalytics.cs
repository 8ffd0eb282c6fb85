using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of an agent.</summary>
/// <remarks><c>GET /api/analytics</c></remarks>
public record AgentAnalytics
{
    /// <summary>The agent's id, a UUID.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>How often the agent has answered.</summary>
    [JsonPropertyName("total_turns")]
    public long? TotalTurns { get; init; }

    /// <summary>What the agent has cost, in US dollars, as the service estimates it.</summary>
    [JsonPropertyName("estimated_cost_usd")]
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
