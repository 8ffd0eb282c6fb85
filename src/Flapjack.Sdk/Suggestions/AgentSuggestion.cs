using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// A suggestion how to improve an agent. The service does not document the fields of a suggestion; those without a property here are in
/// <see cref="AdditionalProperties"/>.
/// </summary>
/// <remarks><c>GET /api/agents/{agentId}/suggestions</c></remarks>
public record AgentSuggestion
{
    /// <summary>The suggestion's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>When it was made; null when the service did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
