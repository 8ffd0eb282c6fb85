using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>What a skill becomes when its source was read. A name and a description come from the catalogue or, if it has none, from the front matter of the <c>SKILL.md</c>.</summary>
internal static class SkillContent
{
    /// <summary>A skill as it is stored when it is installed.</summary>
    /// <param name="skill">What the caller sent.</param>
    /// <param name="entry">Its entry in the catalogue; null if there is none.</param>
    /// <param name="reading">What came of reading its source.</param>
    public static SkillDocument Installed(SkillDocument skill, SkillCatalogEntry? entry, SkillReading reading)
    {
        var text = TextOf(skill, reading);
        return skill with
        {
            Name = entry?.Name ?? text?.Name ?? NameOf(skill),
            Description = entry?.Description ?? text?.Description,
            Status = StatusOf(reading),
            SyncError = reading.Error,
            Content = reading.Content,
        };
    }

    /// <summary>What changes in a skill when its source is read again. If the source can't be read, the content that is there stays. A skill that is disabled stays disabled.</summary>
    /// <param name="skill">The installed skill.</param>
    /// <param name="entry">Its entry in the catalogue; null if there is none.</param>
    /// <param name="reading">What came of reading its source.</param>
    public static JsonObject Synced(SkillDocument skill, SkillCatalogEntry? entry, SkillReading reading)
    {
        var text = TextOf(skill, reading);
        return new()
        {
            ["name"] = entry?.Name ?? text?.Name ?? skill.Name,
            ["description"] = entry?.Description ?? text?.Description ?? skill.Description,
            ["source_url"] = skill.SourceUrl,
            ["status"] = skill.Status == SkillDocument.Disabled ? SkillDocument.Disabled : StatusOf(reading),
            ["sync_error"] = reading.Error,
            ["content"] = reading.Content ?? skill.Content,
        };
    }

    private static SkillText? TextOf(SkillDocument skill, SkillReading reading) =>
        skill.Source == SkillDocument.SkillMd && reading.Content is { } content ? SkillText.Read(content) : null;

    private static string StatusOf(SkillReading reading) => reading.Error is null ? SkillDocument.Active : SkillDocument.Error;

    /// <summary>The last part of what names the skill.</summary>
    private static string NameOf(SkillDocument skill)
    {
        var whole = (skill.SourceRef ?? skill.SourceUrl)!;
        return whole.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last : whole;
    }
}
