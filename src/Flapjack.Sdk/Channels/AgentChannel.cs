using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// A channel on which an agent can be reached: Telegram, Slack or WhatsApp. The service does not document the fields of a channel; those without a
/// property here are in <see cref="AdditionalProperties"/>.
/// </summary>
/// <remarks><c>GET /api/agents/{agentId}/channels</c></remarks>
public record AgentChannel
{
    /// <summary>The channel's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>When it was created; null when the service did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
