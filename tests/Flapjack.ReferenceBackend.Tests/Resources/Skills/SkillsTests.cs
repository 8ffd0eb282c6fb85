using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>Skills that an organization has installed.</summary>
public sealed class SkillsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] Fields = ["id", "org_id", "name", "description", "source", "source_url", "source_ref", "status", "sync_error", "created_at", "updated_at"];

    [Fact]
    public async Task A_skill_of_the_catalogue_is_installed_with_what_the_catalogue_says_of_it()
    {
        var client = backend.StrangerOf();

        var installed = await InstallAsync(client, """{"source":"skill_md","sourceRef":"examples/commit-messages"}""");

        installed.Status.Should().Be(201, installed.Body);
        installed.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        (installed.Text("name"), installed.Text("description")).Should().Be(("Commit messages", "Writes commit messages that say why."));
        (installed.Text("source"), installed.Text("source_url"), installed.Text("source_ref")).Should().Be(("skill_md", "https://example.com/skills", "examples/commit-messages"));
        (installed.Text("status"), installed.Json.GetProperty("sync_error").ValueKind).Should().Be(("active", JsonValueKind.Null));
        (await ListAsync(client)).Body.Should().Be($"[{installed.Body}]");
    }

    [Fact]
    public async Task An_address_that_only_one_entry_has_finds_that_entry()
    {
        var client = backend.StrangerOf();

        var one = await InstallAsync(client, """{"source":"openapi_action","sourceUrl":"https://example.com/orders/openapi.json"}""");
        var several = await InstallAsync(client, """{"source":"skill_md","sourceUrl":"https://example.com/skills"}""");

        (one.Text("source_ref"), one.Text("status")).Should().Be(("examples/order-status", "active"));
        (several.Text("name"), several.Text("status")).Should().Be(("skills", "error"));
        several.Json.GetProperty("source_ref").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{"source":"skill_md","sourceRef":"acme/skills/git"}""", "git", "reads no files")]
    [InlineData("""{"source":"skill_md","sourceUrl":"/etc/passwd"}""", "passwd", "reads no files")]
    [InlineData("""{"source":"skill_md","sourceUrl":"file:///etc/passwd"}""", "passwd", "reads no files")]
    [InlineData("""{"source":"skill_md","sourceUrl":"https://acme.dev/elsewhere","sourceRef":"examples/plain-answers"}""", "plain-answers", "reads no sources over the network")]
    [InlineData("""{"source":"openapi_action","sourceUrl":"https://acme.dev/openapi.json"}""", "openapi.json", "reads no sources over the network")]
    public async Task A_source_that_can_not_be_read_here_gives_a_skill_that_says_so(string body, string name, string error)
    {
        var installed = await InstallAsync(backend.StrangerOf(), body);

        installed.Status.Should().Be(201, installed.Body);
        (installed.Text("name"), installed.Text("status")).Should().Be((name, "error"));
        installed.Text("sync_error").Should().Contain(error).And.Contain("SkillCatalog").And.Contain("SkillSources");
    }

    [Fact]
    public async Task An_mcp_server_has_no_source_that_would_have_to_be_read()
    {
        var installed = await InstallAsync(backend.StrangerOf(), """{"source":"mcp_registry","sourceUrl":"https://mcp.acme.dev"}""");

        (installed.Text("status"), installed.Json.GetProperty("sync_error").ValueKind).Should().Be(("active", JsonValueKind.Null));
    }

    [Theory]
    [InlineData("""{"source":"mcp_registry","sourceRef":"com.acme/notes"}""")]
    [InlineData("""{"source":"mcp_registry","sourceUrl":"file:///usr/bin/server"}""")]
    public async Task An_mcp_server_without_an_address_says_so(string body)
    {
        var installed = await InstallAsync(backend.StrangerOf(), body);

        (installed.Text("status"), installed.Text("sync_error")).Should().Be(("error", "An MCP server of the registry is called at its address. Give its https address as sourceUrl."));
    }

    [Fact]
    public async Task A_skill_is_installed_once_in_an_organization()
    {
        const string Body = """{"source":"skill_md","sourceRef":"acme/skills/once"}""";
        var client = backend.StrangerOf();
        var first = await InstallAsync(client, Body);

        var second = await InstallAsync(client, Body);

        second.ShouldBeRefused(422, "SKILL_INSTALLED");
        second.Text("detail").Should().Contain(first.Text("id"));
        (await ListAsync(client)).Json.GetArrayLength().Should().Be(1);
        (await InstallAsync(backend.StrangerOf(), Body)).Status.Should().Be(201);
    }

    [Fact]
    public async Task A_list_may_show_one_source_only()
    {
        var client = backend.StrangerOf();
        await InstallAsync(client, """{"source":"skill_md","sourceRef":"a"}""");
        await InstallAsync(client, """{"source":"mcp_registry","sourceRef":"b"}""");

        (await ListAsync(client, "?source=mcp_registry")).Json.EnumerateArray().Select(skill => skill.GetProperty("name").GetString()).Should().Equal("b");
        (await ListAsync(client, "?source=custom")).Body.Should().Be("[]");
        (await ListAsync(client, "?source=docker")).ShouldBeRefused(400, "INVALID_SOURCE");
        (await ListAsync(client)).Json.GetArrayLength().Should().Be(2);
    }

    [Theory]
    [InlineData("""{"sourceRef":"x"}""", "INVALID_SOURCE")]
    [InlineData("""{"source":"custom","sourceRef":"x"}""", "INVALID_SOURCE")]
    [InlineData("""{"source":"skill_md"}""", "INVALID_SOURCE_URL")]
    [InlineData("""{"source":"skill_md","sourceUrl":" ","sourceRef":""}""", "INVALID_SOURCE_URL")]
    [InlineData("""{"source":"skill_md","sourceUrl":7}""", "INVALID_SOURCE_URL")]
    [InlineData("""{"source":"skill_md","sourceRef":[]}""", "INVALID_SOURCE_REF")]
    [InlineData("""{"source":"skill_md","sourceUrl":"https://ghp_secret@github.com/acme/skills"}""", "INVALID_SOURCE_URL")]
    public async Task A_wrong_field_is_refused_with_its_code(string body, string code)
    {
        var client = backend.StrangerOf();

        var refused = await InstallAsync(client, body);

        refused.ShouldBeRefused(400, code);
        refused.Body.Should().NotContain("ghp_secret");
        (await ListAsync(client)).Body.Should().Be("[]");
    }

    [Fact]
    public async Task A_sync_reads_the_catalogue_again()
    {
        using var folder = new TempFolder();
        const string Body = """{"source":"skill_md","sourceRef":"acme/git"}""";
        string unread;
        await using (var first = await StartAsync(folder, content: null))
        {
            unread = (await first.PostAsync("/api/skills", Body)).Text("id");
            var before = await first.PostAsync($"/api/skills/{unread}/sync", "");
            (before.Status, before.Text("status"), before.Text("id")).Should().Be((200, "error", unread));
        }

        await using (var second = await StartAsync(folder, content: "Use git."))
        {
            var after = await second.PostAsync($"/api/skills/{unread}/sync", "");
            (after.Text("status"), after.Json.GetProperty("sync_error").ValueKind).Should().Be(("active", JsonValueKind.Null));
            after.Body.Should().NotContain("Use git.");
            ContentOf(second, unread).Should().Be("Use git.");
        }

        await using var third = await StartAsync(folder, content: null);
        var gone = await third.PostAsync($"/api/skills/{unread}/sync", "");
        gone.Text("status").Should().Be("error");
        ContentOf(third, unread).Should().Be("Use git.", "what was read stays when the source can't be read");
    }

    private static Task<TestBackend> StartAsync(TempFolder folder, string? content) => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = folder.Path;
        options.SkillCatalog = [new() { Source = Sdk.SkillSource.SkillMd, SourceRef = "acme/git", Name = "Git", Content = content }];
    });

    private static string ContentOf(TestBackend of, string skillId) => Computers.BackendParts.Store(of.Backend)
        .Read(db => db.QuerySingle("SELECT document ->> 'content' FROM skills WHERE id = $id", row => row.GetString(0), ("$id", skillId)))!;

    private static Task<HttpAnswer> InstallAsync(HttpClient client, string body) => TestBackend.SendAsync(client, HttpMethod.Post, "/api/skills", body);

    private static Task<HttpAnswer> ListAsync(HttpClient client, string query = "") => TestBackend.SendAsync(client, HttpMethod.Get, "/api/skills" + query);
}
