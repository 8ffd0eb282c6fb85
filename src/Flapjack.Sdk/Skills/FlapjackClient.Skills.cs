using System.Globalization;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Browses the catalogue of skills. Its pages are fetched while you enumerate.</summary>
    /// <param name="request">Which entries; null for all of them.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The entries in the order of the service. Nothing is sent before the first of them is asked for.</returns>
    /// <exception cref="FlapjackProtocolException">The service says that the next page is a page that was read before, so the catalogue would never end.</exception>
    /// <remarks><c>GET /api/skills/browse</c>. <see cref="GetSkillPageAsync"/> reads a single page.</remarks>
    public virtual IAsyncEnumerable<SkillListing> BrowseSkillsAsync(BrowseSkillsRequest? request = null, CancellationToken cancellationToken = default)
    {
        var (http, path) = (Http, PathOf(request));
        return Pages.ReadAll(null, (cursor, token) => ReadSkillPage(http, path, cursor, token), page => page.Skills, page => page.NextCursor, cancellationToken);
    }

    /// <summary>Reads one page of the catalogue of skills. <see cref="BrowseSkillsAsync"/> reads all pages.</summary>
    /// <param name="request">Which entries; null for all of them.</param>
    /// <param name="cursor">The <see cref="SkillPage.NextCursor"/> of the page before this page; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The page, with the cursor of the next page.</returns>
    /// <remarks><c>GET /api/skills/browse</c></remarks>
    public virtual Task<SkillPage> GetSkillPageAsync(BrowseSkillsRequest? request = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ReadSkillPage(Http, PathOf(request), cursor, cancellationToken);

    /// <summary>Lists the skills that the organization has installed.</summary>
    /// <param name="source">Only skills of this source; null for all skills.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The skills; empty when there is none.</returns>
    /// <remarks><c>GET /api/skills</c></remarks>
    public virtual Task<IReadOnlyList<Skill>> ListSkillsAsync(SkillSource? source = null, CancellationToken cancellationToken = default) =>
        Http.GetAsync(WirePath.Of($"/api/skills").Query("source", source?.Value, nameof(source)), SkillsJson.Default.IReadOnlyListSkill, cancellationToken);

    /// <summary>Installs a skill in the organization. Agents and runners use it after it is attached to them.</summary>
    /// <param name="request">The skill.</param>
    /// <param name="cancellationToken">Ends the call; the skill may have been installed.</param>
    /// <returns>The skill as it was installed.</returns>
    /// <remarks><c>POST /api/skills</c></remarks>
    public virtual Task<Skill> InstallSkillAsync(InstallSkillRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/skills", JsonBody.Of(request, SkillsJson.Default.InstallSkillRequest), SkillsJson.Default.Skill, cancellationToken);

    /// <summary>Reads the source of an installed skill again.</summary>
    /// <param name="skillId">The id of the installed skill, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the skill may have been synchronized.</param>
    /// <returns>The skill as it is now. Its status is <see cref="SkillStatus.Error"/> if the source could not be read.</returns>
    /// <remarks>
    /// <c>POST /api/skills/{skillId}/sync</c>. The service does not document the answer. If it is not a skill, its fields are in <see
    /// cref="Skill.AdditionalProperties"/>.
    /// </remarks>
    public virtual Task<Skill> SyncSkillAsync(string skillId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/skills/{skillId}/sync", body: null, SkillsJson.Default.Skill, cancellationToken);

    private static Task<SkillPage> ReadSkillPage(WireHttp http, WirePath path, string? cursor, CancellationToken cancellationToken) =>
        http.GetAsync(path.Query("cursor", cursor), SkillsJson.Default.SkillPage, cancellationToken, method: nameof(GetSkillPageAsync));

    private static WirePath PathOf(BrowseSkillsRequest? request) => WirePath.Of($"/api/skills/browse")
        .Query("q", request?.Query, nameof(request))
        .Query("source", request?.Source?.Value, nameof(request))
        .Query("limit", request?.Limit?.ToString(CultureInfo.InvariantCulture), nameof(request));
}
