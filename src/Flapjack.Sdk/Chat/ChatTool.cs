using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A tool that the agent may call and that runs in your process.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, field <c>tools</c>.</remarks>
public record ChatTool
{
    /// <summary>The tool's name, by which the model calls it. Required, not blank, and given to no other tool of the message.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What the tool does and when to call it, for the model; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The JSON schema of the arguments, a JSON object; null for a tool without arguments.</summary>
    [JsonPropertyName("parameters")]
    public JsonElement? Parameters { get; init; }

    /// <summary>
    /// Runs the tool: takes the call and a token, and returns the text for the agent. Null if <see cref="SendMessageOptions.OnToolCall"/> runs it,
    /// or if you answer by hand. What becomes of an exception is told at <see cref="SendMessageOptions.OnToolCall"/>. It is never sent.
    /// </summary>
    [JsonIgnore]
    public Func<ToolCall, CancellationToken, Task<string?>>? OnCall { get; init; }
}
