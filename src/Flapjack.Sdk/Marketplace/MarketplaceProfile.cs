using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// How an agent is listed in the marketplace. The service documents that a profile has a handle, an avatar, capabilities and a readiness score, but not
/// their names on the wire or their shapes: a field of another name or shape than here is in <see cref="AdditionalProperties"/>.
/// </summary>
/// <remarks><c>GET /api/agents/{agentId}/marketplace</c></remarks>
public record MarketplaceProfile
{
    /// <summary>The agent's public name; null for none.</summary>
    [JsonPropertyName("handle")]
    public string? Handle { get; init; }

    /// <summary>The address of the agent's picture; null for none. From the reference backend it is a <c>data:</c> address that holds the picture.</summary>
    [JsonPropertyName("avatar")]
    public string? Avatar { get; init; }

    /// <summary>What the agent can do; empty when the service names nothing.</summary>
    [JsonPropertyName("capabilities")]
    public IReadOnlyList<string> Capabilities { get => field ?? []; init; }

    /// <summary>How ready the profile is to be listed; null when the service did not say. From the reference backend it is a percentage, 0 to 100.</summary>
    [JsonPropertyName("readiness_score")]
    public double? ReadinessScore { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
