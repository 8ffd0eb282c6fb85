using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A skill that the organization has installed.</summary>
/// <remarks>
/// <c>GET /api/skills</c>. The service documents the status and the fields of an installation, but not the whole record; fields without a property
/// here are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record Skill
{
    /// <summary>The skill's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the skill does; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>What the skill is made of; null when the service did not say.</summary>
    [JsonPropertyName("source")]
    public SkillSource? Source { get; init; }

    /// <summary>Where its source is; null when the service did not say.</summary>
    [JsonPropertyName("source_url")]
    public string? SourceUrl { get; init; }

    /// <summary>Which part of the source it is, for example <c>owner/repository/folder</c>; null when the service did not say.</summary>
    [JsonPropertyName("source_ref")]
    public string? SourceRef { get; init; }

    /// <summary>Whether the skill is used; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public SkillStatus? Status { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
