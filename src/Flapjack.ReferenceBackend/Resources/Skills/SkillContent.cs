using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Reads the content of a skill. So far only the catalogue has content: this backend does not fetch what is elsewhere, and says so.</summary>
internal static class SkillContent
{
    private const string McpRegistry = "mcp_registry";

    private const string NotRead =
        "This backend reads no sources over the network. Give it a catalogue (FlapjackBackendOptions.SkillCatalog) with an entry that has this source and the content.";

    /// <summary>A skill as it is stored when it is installed.</summary>
    /// <param name="skill">What the caller sent.</param>
    /// <param name="entry">Its entry in the catalogue; null if there is none.</param>
    public static SkillDocument Installed(SkillDocument skill, SkillCatalogEntry? entry)
    {
        var error = ErrorOf(skill, entry);
        return skill with
        {
            Name = entry?.Name ?? NameOf(skill),
            Description = entry?.Description,
            SourceUrl = skill.SourceUrl ?? entry?.SourceUrl,
            SourceRef = skill.SourceRef ?? entry?.SourceRef,
            Status = StatusOf(error),
            SyncError = error,
            Content = entry?.Content,
        };
    }

    /// <summary>What changes in a skill when its source is read again. If the source can't be read, the content that is there stays.</summary>
    /// <param name="skill">The installed skill.</param>
    /// <param name="entry">Its entry in the catalogue; null if there is none.</param>
    public static JsonObject Synced(SkillDocument skill, SkillCatalogEntry? entry)
    {
        var error = ErrorOf(skill, entry);
        return JsonSerializer.SerializeToNode(skill with
        {
            Name = entry?.Name ?? skill.Name,
            Description = entry?.Description ?? skill.Description,
            SourceUrl = skill.SourceUrl ?? entry?.SourceUrl,
            Status = StatusOf(error),
            SyncError = error,
            Content = entry?.Content ?? skill.Content,
        })!.AsObject();
    }

    // The tools of an MCP server are loaded from the server itself when they are needed, so there is nothing to read.
    private static string? ErrorOf(SkillDocument skill, SkillCatalogEntry? entry) => skill.Source == McpRegistry || entry?.Content is not null ? null : NotRead;

    private static string StatusOf(string? error) => error is null ? SkillDocument.Active : SkillDocument.Error;

    /// <summary>The last part of what names the skill.</summary>
    private static string NameOf(SkillDocument skill)
    {
        var whole = (skill.SourceRef ?? skill.SourceUrl)!;
        return whole.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last : whole;
    }
}
