using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A skill to install in the organization.</summary>
/// <remarks><c>POST /api/skills</c>. The fields of an entry of the catalogue, see <see cref="SkillListing"/>, install that entry.</remarks>
public record InstallSkillRequest
{
    /// <summary>What the skill is made of.</summary>
    [JsonPropertyName("source")]
    public required SkillSource Source { get; init; }

    /// <summary>Where its source is; null when <see cref="SourceRef"/> says enough.</summary>
    [JsonPropertyName("sourceUrl")]
    public string? SourceUrl { get; init; }

    /// <summary>Which part of the source it is, for example <c>owner/repository/folder</c>; null when <see cref="SourceUrl"/> says enough.</summary>
    [JsonPropertyName("sourceRef")]
    public string? SourceRef { get; init; }
}
