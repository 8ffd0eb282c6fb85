using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An entry of the catalogue of skills.</summary>
/// <remarks><c>GET /api/skills/browse</c></remarks>
public record SkillListing
{
    /// <summary>What names the entry in the catalogue, for example <c>skill_md:owner/repository/folder</c>.</summary>
    [JsonPropertyName("key")]
    public string Key { get => field ?? ""; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the skill does; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>What the skill is made of; null when the service did not say.</summary>
    [JsonPropertyName("source")]
    public SkillSource? Source { get; init; }

    /// <summary>Where its source is, to install the skill with; null when the service did not say.</summary>
    [JsonPropertyName("sourceUrl")]
    public string? SourceUrl { get; init; }

    /// <summary>Which part of the source it is, to install the skill with; null when the service did not say.</summary>
    [JsonPropertyName("sourceRef")]
    public string? SourceRef { get; init; }

    /// <summary>The address of its icon; null for none.</summary>
    [JsonPropertyName("iconUrl")]
    public string? IconUrl { get; init; }

    /// <summary>Who made it; null when nobody is named.</summary>
    [JsonPropertyName("author")]
    public string? Author { get; init; }

    /// <summary>Its version; null for none.</summary>
    [JsonPropertyName("version")]
    public string? Version { get; init; }

    /// <summary>Its category; null for none.</summary>
    [JsonPropertyName("category")]
    public string? Category { get; init; }

    /// <summary>Its tags; empty when there are none.</summary>
    [JsonPropertyName("tags")]
    public IReadOnlyList<string> Tags { get => field ?? []; init; }

    /// <summary>How the skill authenticates where it is used, as the service says it; null when it does not.</summary>
    [JsonPropertyName("authType")]
    public string? AuthType { get; init; }

    /// <summary>The id of the installed skill, a UUID; null when the organization has not installed it.</summary>
    [JsonPropertyName("installedId")]
    public string? InstalledId { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
