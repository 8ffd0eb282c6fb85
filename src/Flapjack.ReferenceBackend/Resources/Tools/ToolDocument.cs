using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>What a custom tool says of itself.</summary>
internal sealed record ToolDocument
{
    [JsonPropertyName("name")]
    public string Name { get => field ?? ""; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>The JSON schema of the arguments; null for a tool without arguments.</summary>
    [JsonPropertyName("parameters")]
    public JsonElement? Parameters { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
