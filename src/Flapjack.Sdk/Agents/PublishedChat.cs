using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A chat in which everybody may talk to an agent.</summary>
/// <remarks>Part of <c>GET /api/agents/{agentId}</c>.</remarks>
public record PublishedChat
{
    /// <summary>The chat's short name, for its address; null when the service did not say.</summary>
    [JsonPropertyName("slug")]
    public string? Slug { get; init; }

    /// <summary>Whether the chat is open now; null when the service did not say.</summary>
    [JsonPropertyName("is_active")]
    public bool? IsActive { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
