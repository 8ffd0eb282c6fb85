using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>The catalogue of skills, and the skills that an organization has installed.</summary>
internal sealed class SkillsApi(OrgTable<SkillDocument> skills, InstalledSkills installed, SkillIndex catalog, SkillReader reader) : IResource
{
    /// <param name="store">The store.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="entries">The catalogue; null for the examples.</param>
    /// <param name="files">Reads the files of skills.</param>
    /// <param name="download">Reads the addresses of skills. Its owner disposes of it.</param>
    public static SkillsApi Of(Store store, TimeProvider clock, IReadOnlyList<SkillCatalogEntry>? entries, SkillFiles files, SkillDownload download)
    {
        var catalog = new SkillIndex(entries ?? ExampleSkills.All);
        return new(TableOf(store, clock), new(store), catalog, new(catalog, files, download));
    }

    public static OrgTable<SkillDocument> TableOf(Store store, TimeProvider clock) => new(
        store,
        "skills",
        "skill",
        clock,
        new Dictionary<string, Func<SkillDocument, object?>> { ["source"] = skill => skill.Source, ["key"] = skill => skill.Key },
        new("key", "SKILL_INSTALLED", "is", "Sync that skill to read its source again."));

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/skills/browse", SkillQuery.Read, (call, query) => Browse(call.OrgId, query));
        all.Get(
            "/api/skills",
            query => query.OneOf("source", "INVALID_SOURCE", [.. SkillBody.Sources, "custom"]),
            (call, source) => skills.List(call.OrgId, only: source is null ? null : ("source", source)).Select(Shown));
        all.Post("/api/skills", SkillBody.Install, InstallAsync, StatusCodes.Status201Created);

        var one = all.For(call => (Call: call, Skill: skills.Find(call.OrgId, call["skillId"])));
        one.Post("/api/skills/{skillId}/sync", SyncAsync);
    }

    private async Task<JsonObject> InstallAsync(Call call, SkillDocument skill)
    {
        var read = await reader.InstallAsync(skill, call.Http.RequestAborted).ConfigureAwait(false);
        return Shown(skills.Add(call.OrgId, read));
    }

    private async Task<JsonObject> SyncAsync((Call Call, OrgRow<SkillDocument> Skill) one)
    {
        var changes = await reader.SyncAsync(one.Skill.Document, one.Call.Http.RequestAborted).ConfigureAwait(false);
        return Shown(skills.Change(one.Skill.OrgId, one.Skill.Id, changes));
    }

    private SkillPage Browse(string orgId, SkillQuery query)
    {
        var (entries, last) = catalog.Page(query);
        var ids = installed.IdsOf(orgId, entries.Select(KeyOf));
        return new()
        {
            Skills = [.. entries.Select(entry => Listing(entry, ids.GetValueOrDefault(KeyOf(entry))))],
            NextCursor = last is null ? null : SkillQuery.CursorOf(last),
        };
    }

    private static string KeyOf(SkillCatalogEntry entry) => SkillDocument.KeyOf(entry.Source.Value!, entry.SourceRef, entry.SourceUrl);

    private static SkillListing Listing(SkillCatalogEntry entry, string? installedId) => new()
    {
        Key = entry.Key,
        Name = entry.Name,
        Description = entry.Description,
        Source = entry.Source,
        SourceUrl = entry.SourceUrl,
        SourceRef = entry.SourceRef,
        IconUrl = entry.IconUrl,
        Author = entry.Author,
        Version = entry.Version,
        Category = entry.Category,
        Tags = entry.Tags,
        AuthType = entry.AuthType,
        InstalledId = installedId,
    };

    // The content can be long, and is the backend's own affair.
    private static JsonObject Shown(OrgRow<SkillDocument> skill)
    {
        var json = skill.ToJson();
        json.Remove("content");
        return json;
    }
}
