using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The service runs a tool.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>tool_executing</c>.</remarks>
public sealed record ChatToolExecutingEvent : ChatEvent
{
    /// <summary>The tool's name.</summary>
    [JsonPropertyName("tool_name")]
    public string? ToolName { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "tool_executing";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
