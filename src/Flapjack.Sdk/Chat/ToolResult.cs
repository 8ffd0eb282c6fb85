using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>What a tool of yours returned, for the agent that called it.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, field <c>toolResults</c>.</remarks>
public record ToolResult
{
    /// <summary>The id of the call, from <see cref="ToolCall.Id"/>. Required, not blank.</summary>
    [JsonPropertyName("toolCallId")]
    public required string ToolCallId { get; init; }

    /// <summary>What the tool returned: any JSON. Required.</summary>
    [JsonPropertyName("result")]
    public required JsonElement Result { get; init; }

    /// <summary>A result that is a text.</summary>
    /// <param name="toolCallId">The id of the call, from <see cref="ToolCall.Id"/>.</param>
    /// <param name="text">The text for the agent; JSON as text stays a text.</param>
    /// <returns>The result.</returns>
    public static ToolResult Of(string toolCallId, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(toolCallId);
        ArgumentNullException.ThrowIfNull(text);
        return new() { ToolCallId = toolCallId, Result = JsonSerializer.SerializeToElement(text, BasicJson.Default.String) };
    }
}
