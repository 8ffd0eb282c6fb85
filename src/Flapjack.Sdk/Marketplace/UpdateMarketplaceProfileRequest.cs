using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to write into an agent's marketplace profile. A property that is null is not sent.</summary>
/// <remarks><c>PUT /api/agents/{agentId}/marketplace</c></remarks>
public record UpdateMarketplaceProfileRequest
{
    /// <summary>The agent's public name.</summary>
    [JsonPropertyName("handle")]
    public string? Handle { get; init; }

    /// <summary>What the agent can do.</summary>
    [JsonPropertyName("capabilities")]
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>Further fields to send, by their names on the wire, because the service does not document all of them.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
