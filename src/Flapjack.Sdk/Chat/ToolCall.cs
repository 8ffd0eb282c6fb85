using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A call of a tool by the model.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, events <c>tool_call</c> and <c>requires_action</c>.</remarks>
public record ToolCall
{
    /// <summary>The id of the call.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The tool's name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The arguments: JSON as text, as the model wrote it.</summary>
    [JsonPropertyName("arguments")]
    public string? Arguments { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
