using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What one message changes about the agent's use of its computer.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, field <c>computerOverrides</c>.</remarks>
public record ComputerOverrides
{
    /// <summary>Whether the agent may use its computer for this message; null for what the agent's configuration says.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>Fields that this version does not know; they are sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
