using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The model calls a tool.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>tool_call</c>.</remarks>
public sealed record ChatToolCallEvent : ChatEvent
{
    /// <summary>The call; null if the service did not say.</summary>
    [JsonPropertyName("tool")]
    public ToolCall? Tool { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "tool_call";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
