using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A custom tool to create.</summary>
/// <remarks><c>POST /api/tools</c></remarks>
public record CreateToolRequest
{
    /// <summary>The name by which a model calls the tool, for example <c>get_weather</c>.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What the tool does and when to use it, for the model; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The address to which the service posts the arguments: an absolute http or https URL.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>The JSON schema of the tool's arguments, an object; null for a tool without arguments.</summary>
    [JsonPropertyName("parameters")]
    public JsonElement? Parameters { get; init; }
}
