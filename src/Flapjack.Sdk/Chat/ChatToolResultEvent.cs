using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A tool that the service ran has ended.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>tool_result</c>.</remarks>
public sealed record ChatToolResultEvent : ChatEvent
{
    /// <summary>The tool's name.</summary>
    [JsonPropertyName("tool_name")]
    public string? ToolName { get; init; }

    /// <summary>The id of the call, as in <see cref="ChatToolCallEvent"/>.</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; init; }

    /// <summary>What the tool returned, any JSON; null if it returned nothing.</summary>
    [JsonPropertyName("result")]
    public JsonElement? Result { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "tool_result";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
