using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a custom tool. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/tools/{toolId}</c></remarks>
public record UpdateToolRequest
{
    /// <summary>The new name; null leaves the name as it is, because every tool has a name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The new description; assign null to remove the description.</summary>
    [JsonPropertyName("description")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Description { get; init; }

    /// <summary>The new address; null leaves the address as it is, because every tool has an address.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>The new JSON schema of the tool's arguments, an object; assign null for a tool without arguments.</summary>
    [JsonPropertyName("parameters")]
    [JsonConverter(typeof(OptionalConverter<JsonElement?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<JsonElement?> Parameters { get; init; }
}
