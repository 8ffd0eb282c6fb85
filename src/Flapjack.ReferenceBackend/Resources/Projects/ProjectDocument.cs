using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Projects;

/// <summary>What a project says of itself.</summary>
internal sealed record ProjectDocument
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("slug")]
    public string? Slug { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
