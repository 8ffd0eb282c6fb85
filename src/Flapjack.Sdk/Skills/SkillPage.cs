using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A page of the catalogue of skills.</summary>
/// <remarks><c>GET /api/skills/browse</c></remarks>
public record SkillPage
{
    /// <summary>The entries of the page; empty when there are none.</summary>
    [JsonPropertyName("skills")]
    public IReadOnlyList<SkillListing> Skills { get => field ?? []; init; }

    /// <summary>The cursor of the next page; null when this is the last page.</summary>
    [JsonPropertyName("nextCursor")]
    public string? NextCursor { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
