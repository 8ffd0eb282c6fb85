using System.Text;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>
/// Reads the source of a skill: the content of its entry in the catalogue or, if there is none, the file or the address that the skill names, if the options of the
/// backend allow it.
/// </summary>
internal sealed class SkillReader(SkillIndex catalog, SkillFiles files, SkillDownload download)
{
    /// <summary>How the messages begin that say which option lets a source be read.</summary>
    public const string NoContent = "The catalogue of this backend (FlapjackBackendOptions.SkillCatalog) has no content for this source,";

    /// <summary>Reads a skill as it is stored when it is installed.</summary>
    /// <param name="skill">What the caller sent.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<SkillDocument> InstallAsync(SkillDocument skill, CancellationToken cancellationToken)
    {
        var entry = catalog.Find(skill);
        var whole = Completed(skill, entry);
        return SkillContent.Installed(whole, entry, await ReadAsync(whole, entry, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads the source of an installed skill again.</summary>
    /// <returns>What changes in the skill.</returns>
    public async Task<JsonObject> SyncAsync(SkillDocument skill, CancellationToken cancellationToken)
    {
        var entry = catalog.Find(skill);
        var whole = Completed(skill, entry);
        return SkillContent.Synced(whole, entry, await ReadAsync(whole, entry, cancellationToken).ConfigureAwait(false));
    }

    private static SkillDocument Completed(SkillDocument skill, SkillCatalogEntry? entry) =>
        skill with { SourceUrl = skill.SourceUrl ?? entry?.SourceUrl, SourceRef = skill.SourceRef ?? entry?.SourceRef };

    private async Task<SkillReading> ReadAsync(SkillDocument skill, SkillCatalogEntry? entry, CancellationToken cancellationToken)
    {
        var isWeb = Uri.TryCreate(skill.SourceUrl, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
        if (skill.Source == SkillDocument.McpRegistry)
        {
            // The tools of an MCP server are loaded from the server itself in each turn, so there is nothing to read.
            return new(null, isWeb ? null : "An MCP server of the registry is called at its address. Give its https address as sourceUrl.");
        }

        if (entry?.Content is { } content)
        {
            return SkillReading.Of(skill.Source, Encoding.UTF8.GetBytes(content));
        }

        return isWeb
            ? await download.ReadAsync(skill.Source, address!, cancellationToken).ConfigureAwait(false)
            : await files.ReadAsync(skill.Source, PathOf(skill, address), cancellationToken).ConfigureAwait(false);
    }

    // On Unix a path that begins with a slash is an address of the scheme file, too.
    private static string PathOf(SkillDocument skill, Uri? address) => skill.SourceUrl is null ? skill.SourceRef!
        : address is { IsFile: true } && !skill.SourceUrl.StartsWith('/') ? (address.Host.Length == 0 ? address.LocalPath : "")
        : skill.SourceUrl;
}
