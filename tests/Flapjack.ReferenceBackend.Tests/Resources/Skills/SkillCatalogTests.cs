using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>The catalogue of skills, with a thousand entries.</summary>
public sealed class SkillCatalogTests(SkillCatalogTests.Thousand thousand) : IClassFixture<SkillCatalogTests.Thousand>
{
    private const string Browse = "/api/skills/browse";

    private static readonly string[] Fields =
        ["key", "name", "description", "source", "sourceUrl", "sourceRef", "iconUrl", "author", "version", "category", "tags", "authType", "installedId"];

    [Theory]
    [InlineData(7)]
    [InlineData(50)]
    public async Task Small_pages_lose_and_repeat_nothing(int limit)
    {
        var keys = await KeysAsync($"limit={limit}", limit);

        keys.Should().HaveCount(1_000).And.OnlyHaveUniqueItems().And.BeEquivalentTo(thousand.Entries.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("q=wanted", 100)]
    [InlineData("q=WANTED&source=skill_md", 50)]
    [InlineData("q=Tag%20Nine", 10)]
    [InlineData("q=name%20999", 1)]
    [InlineData("q=nothing%20like%20it", 0)]
    [InlineData("source=mcp_registry", 500)]
    [InlineData("source=openapi_action", 0)]
    public async Task Pages_of_a_search_lose_and_repeat_nothing(string query, int count)
    {
        var keys = await KeysAsync(query + "&limit=9", 9);

        keys.Should().HaveCount(count).And.OnlyHaveUniqueItems();
        keys.Should().BeSubsetOf(thousand.Entries.Select(entry => entry.Key));
    }

    [Fact]
    public async Task A_page_has_20_entries_unless_it_is_asked_for_otherwise()
    {
        var page = await thousand.Backend.GetAsync(Browse);

        page.Json.EnumerateObject().Select(field => field.Name).Should().Equal("skills", "nextCursor");
        page.Json.GetProperty("skills").GetArrayLength().Should().Be(20);
        page.Text("nextCursor").Should().NotBeEmpty();
    }

    [Fact]
    public async Task An_entry_is_shown_in_camel_case_with_the_id_of_the_installed_skill()
    {
        var mine = thousand.Backend.StrangerOf();
        var installed = await TestBackend.SendAsync(mine, HttpMethod.Post, "/api/skills", """{"source":"skill_md","sourceRef":"acme/full"}""");
        installed.Status.Should().Be(201, installed.Body);

        var full = await OnlyAsync(mine, "q=full%20entry");
        var theirs = await OnlyAsync(thousand.Backend.StrangerOf(), "q=full%20entry");

        full.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        full.GetProperty("installedId").GetString().Should().Be(installed.Text("id"));
        theirs.GetProperty("installedId").ValueKind.Should().Be(JsonValueKind.Null);
        theirs.GetRawText().Should().Be("""
            {"key":"skill_md:acme/full","name":"Full entry","description":"All of it.","source":"skill_md","sourceUrl":"https://acme.dev","sourceRef":"acme/full","iconUrl":"https://acme.dev/i.png","author":"acme","version":"2","category":"code","tags":["a","b"],"authType":"oauth","installedId":null}
            """.Trim());
    }

    [Fact]
    public async Task The_same_reference_at_another_address_is_another_skill()
    {
        var client = thousand.Backend.StrangerOf();
        var elsewhere = await TestBackend.SendAsync(client, HttpMethod.Post, "/api/skills", """{"source":"skill_md","sourceRef":"acme/full","sourceUrl":"https://other.dev"}""");

        var before = await OnlyAsync(client, "q=full%20entry");
        var installed = await TestBackend.SendAsync(client, HttpMethod.Post, "/api/skills", """{"source":"skill_md","sourceRef":"acme/full"}""");
        var after = await OnlyAsync(client, "q=full%20entry");

        (elsewhere.Status, elsewhere.Text("status"), installed.Status).Should().Be((201, "error", 201));
        before.GetProperty("installedId").ValueKind.Should().Be(JsonValueKind.Null);
        after.GetProperty("installedId").GetString().Should().Be(installed.Text("id"));
    }

    [Theory]
    [InlineData("limit=0", "INVALID_LIMIT")]
    [InlineData("limit=51", "INVALID_LIMIT")]
    [InlineData("limit=ten", "INVALID_LIMIT")]
    [InlineData("source=custom", "INVALID_SOURCE")]
    [InlineData("cursor=*", "INVALID_CURSOR")]
    [InlineData("cursor=_w", "INVALID_CURSOR")]
    public async Task A_wrong_query_is_refused_with_the_code_of_its_field(string query, string code) =>
        (await thousand.Backend.GetAsync($"{Browse}?{query}")).ShouldBeRefused(400, code);

    [Fact]
    public async Task Without_a_catalogue_there_are_examples_that_can_be_installed()
    {
        await using var plain = await TestBackend.StartAsync();

        var skills = (await plain.GetAsync(Browse)).Json.GetProperty("skills").EnumerateArray().ToList();

        skills.Select(skill => skill.GetProperty("source").GetString()).Distinct().Should().BeEquivalentTo("skill_md", "openapi_action", "mcp_registry");
        foreach (var skill in skills)
        {
            var installed = await plain.PostAsync("/api/skills", InstallationOf(skill));
            (installed.Status, installed.Text("status"), installed.Text("name")).Should().Be((201, "active", skill.GetProperty("name").GetString()!));
        }
    }

    [Fact]
    public async Task A_catalogue_with_an_entry_that_is_wrong_or_there_twice_keeps_the_backend_from_starting()
    {
        SkillCatalogEntry entry = new() { Source = SkillSource.SkillMd, SourceRef = "acme/git", Name = "Git" };
        IReadOnlyList<SkillCatalogEntry>[] catalogs =
        [
            [entry, entry with { Name = "Other" }],
            [entry with { SourceRef = "" }],
            [entry with { Name = "" }],
            [entry with { Source = SkillSource.Custom }],
            [entry with { Tags = null! }],
            [null!],
        ];

        foreach (var catalog in catalogs)
        {
            var start = () => FlapjackBackend.StartAsync(new() { SkillCatalog = catalog });
            (await start.Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be("SkillCatalog");
        }
    }

    // The body that installs an entry: fields of the entry as they are.
    private static string InstallationOf(JsonElement skill) =>
        $"{{{string.Join(',', ((string[])["source", "sourceUrl", "sourceRef"]).Select(name => $"\"{name}\":{skill.GetProperty(name).GetRawText()}"))}}}";

    private static async Task<JsonElement> OnlyAsync(HttpClient client, string query) =>
        (await TestBackend.SendAsync(client, HttpMethod.Get, $"{Browse}?{query}")).Json.GetProperty("skills").EnumerateArray().Single();

    /// <summary>The keys of all pages.</summary>
    private async Task<List<string>> KeysAsync(string query, int limit)
    {
        var keys = new List<string>();
        string? cursor = null;
        do
        {
            var page = await thousand.Backend.GetAsync($"{Browse}?{query}{(cursor is null ? "" : "&cursor=" + cursor)}");
            page.Status.Should().Be(200, page.Body);
            var skills = page.Json.GetProperty("skills").EnumerateArray().ToList();
            skills.Count.Should().BeLessThanOrEqualTo(limit);
            keys.AddRange(skills.Select(skill => skill.GetProperty("key").GetString()!));
            cursor = page.Json.GetProperty("nextCursor").GetString();
            (cursor is null || skills.Count == limit).Should().BeTrue("only the last page may be short");
        }
        while (cursor is not null);

        return keys;
    }

    /// <summary>A backend whose catalogue has a thousand entries, in no order.</summary>
    public sealed class Thousand : IAsyncLifetime
    {
        public IReadOnlyList<SkillCatalogEntry> Entries { get; } =
        [
            new()
            {
                Source = SkillSource.SkillMd, SourceRef = "acme/full", SourceUrl = "https://acme.dev", Name = "Full entry", Description = "All of it.",
                IconUrl = "https://acme.dev/i.png", Author = "acme", Version = "2", Category = "code", Tags = ["a", "b"], AuthType = "oauth", Content = "x",
            },
            .. Enumerable.Range(1, 999).Select(number => new SkillCatalogEntry
            {
                Source = number % 2 == 0 ? SkillSource.SkillMd : SkillSource.McpRegistry,
                SourceRef = $"acme/{(number * 7_919) % 1_000}",
                Name = $"Name {number}",
                Description = number % 20 is 3 or 4 ? "The wanted skill." : "Another skill.",
                Tags = number % 100 == 99 ? ["tag nine"] : [],
            }),
        ];

        public TestBackend Backend { get; private set; } = null!;

        public async Task InitializeAsync() => Backend = await TestBackend.StartAsync(options => options.SkillCatalog = Entries);

        public Task DisposeAsync() => Backend.DisposeAsync().AsTask();
    }
}
