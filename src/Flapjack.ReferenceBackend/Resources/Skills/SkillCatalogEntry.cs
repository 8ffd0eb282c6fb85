using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>An entry of the catalogue of skills that <c>GET /api/skills/browse</c> shows (<see cref="FlapjackBackendOptions.SkillCatalog"/>).</summary>
public sealed record SkillCatalogEntry
{
    /// <summary>What the skill is made of.</summary>
    public required SkillSource Source { get; init; }

    /// <summary>Which part of the source it is, for example <c>owner/repository/folder</c>. It names the entry among the entries of the same source.</summary>
    public required string SourceRef { get; init; }

    /// <summary>Where the source is; null for nowhere. The backend reads it only if <see cref="Content"/> is null and <see cref="FlapjackBackendOptions.SkillSources"/> allow it.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>The name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>What the skill does; default nothing.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// What stands in the source: the text of a <c>SKILL.md</c>, or an OpenAPI document. A skill that is installed from this entry has this content, so the
    /// backend needs no network. Null if it is read from <see cref="SourceUrl"/>, or the file that <see cref="SourceRef"/> names; if it can't be read, an installation
    /// has the status <see cref="SkillStatus.Error"/>.
    /// </summary>
    public string? Content { get; init; }

    /// <summary>The address of the icon; null for none.</summary>
    public string? IconUrl { get; init; }

    /// <summary>Who made the skill; null when nobody is named.</summary>
    public string? Author { get; init; }

    /// <summary>The version; null for none.</summary>
    public string? Version { get; init; }

    /// <summary>The category; null for none.</summary>
    public string? Category { get; init; }

    /// <summary>The tags; default none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How the skill authenticates where it is used; null when nothing is said.</summary>
    public string? AuthType { get; init; }

    /// <summary>What names the entry in the catalogue: the source, a colon, and <see cref="SourceRef"/>.</summary>
    public string Key => $"{Source}:{SourceRef}";
}
