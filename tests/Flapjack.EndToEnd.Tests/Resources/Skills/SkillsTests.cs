using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Skills;

public sealed class SkillsTests(PlainBackend plain) : IClassFixture<PlainBackend>
{
    [Fact]
    public async Task A_skill_of_the_catalogue_is_found_installed_listed_and_synchronized()
    {
        var client = plain.Stranger();

        var entry = await client.BrowseSkillsAsync(new() { Query = "commit", Source = SkillSource.SkillMd }, Limit.Token).SingleAsync();
        var installed = await client.InstallSkillAsync(new() { Source = entry.Source!.Value, SourceUrl = entry.SourceUrl, SourceRef = entry.SourceRef }, Limit.Token);
        var again = await client.BrowseSkillsAsync(new() { Query = "commit" }, Limit.Token).SingleAsync();
        var listed = await client.ListSkillsAsync(SkillSource.SkillMd, Limit.Token);
        var others = await client.ListSkillsAsync(SkillSource.McpRegistry, Limit.Token);
        var synced = await client.SyncSkillAsync(installed.Id, Limit.Token);

        (entry.Key, entry.InstalledId).Should().Be(("skill_md:examples/commit-messages", null));
        entry.AdditionalProperties.Should().BeNull("the client knows every field of an entry");
        (installed.Name, installed.Source, installed.SourceRef, installed.Status).Should().Be((entry.Name, entry.Source, entry.SourceRef, SkillStatus.Active));
        again.InstalledId.Should().Be(installed.Id);
        listed.Select(skill => skill.Id).Should().Equal(installed.Id);
        others.Should().BeEmpty();
        (synced.Id, synced.Status).Should().Be((installed.Id, SkillStatus.Active));
    }

    [Fact]
    public async Task A_skill_whose_source_can_not_be_read_here_says_so()
    {
        var installed = await plain.Stranger().InstallSkillAsync(new() { Source = SkillSource.OpenApiAction, SourceUrl = "https://acme.dev/openapi.json" }, Limit.Token);

        installed.Status.Should().Be(SkillStatus.Error);
        installed.AdditionalProperties!["sync_error"].GetString().Should().Contain("SkillCatalog");
    }

    [Fact]
    public async Task A_catalogue_of_a_thousand_entries_is_browsed_and_paged_without_loss_or_repeat()
    {
        await using var backend = await FlapjackBackend.StartAsync(new()
        {
            Port = null,
            SkillCatalog = [.. Enumerable.Range(0, 1_000).Select(number => new SkillCatalogEntry { Source = SkillSource.SkillMd, SourceRef = $"acme/{number}", Name = $"Skill {number}" })],
        });
        using var client = backend.CreateClient();

        var browsed = await client.BrowseSkillsAsync(new() { Limit = 13 }, Limit.Token).Select(entry => entry.Key).ToListAsync();
        var paged = new List<string>();
        SkillPage? page = null;
        do
        {
            page = await client.GetSkillPageAsync(new() { Limit = 50 }, page?.NextCursor, Limit.Token);
            paged.AddRange(page.Skills.Select(entry => entry.Key));
        }
        while (page.NextCursor is not null);

        browsed.Should().HaveCount(1_000).And.OnlyHaveUniqueItems().And.Equal(paged);
    }
}
