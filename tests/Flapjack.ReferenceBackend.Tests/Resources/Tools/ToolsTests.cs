using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Tools;

public sealed class ToolsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] Fields = ["id", "org_id", "name", "description", "url", "parameters", "created_at", "updated_at"];

    [Fact]
    public async Task A_tool_is_created_and_read_as_documented()
    {
        var created = await CreateAsync("find_order", ""","description":"Finds an order.","parameters":{"type":"object","properties":{}}""");

        created.Status.Should().Be(201, created.Body);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        created.Text("org_id").Should().Be(backend.Backend.OrgId);
        (created.Text("name"), created.Text("description"), created.Text("url")).Should().Be(("find_order", "Finds an order.", "https://hooks.acme.dev/x"));
        created.Json.GetProperty("parameters").GetRawText().Should().Be("""{"type":"object","properties":{}}""");
        (await backend.GetAsync("/api/tools/" + created.Text("id").ToUpperInvariant())).Body.Should().Be(created.Body);
        (await backend.GetAsync("/api/tools")).Body.Should().Contain(created.Body);
    }

    [Fact]
    public async Task What_is_left_out_is_null()
    {
        var created = await CreateAsync("bare");

        created.Body.Should().Contain("\"description\":null").And.Contain("\"parameters\":null");
    }

    [Fact]
    public async Task A_patch_changes_what_was_sent_and_empties_what_is_null()
    {
        var before = await CreateAsync("before", ""","description":"kept","parameters":{"type":"object"}""");

        var changed = await PatchAsync(before, """{"url":"http://10.0.0.1:8080/hook","parameters":null}""");

        changed.Status.Should().Be(200, changed.Body);
        (changed.Text("name"), changed.Text("description"), changed.Text("url")).Should().Be(("before", "kept", "http://10.0.0.1:8080/hook"));
        changed.Body.Should().Contain("\"parameters\":null");
    }

    [Theory]
    [InlineData("name", "null", "INVALID_NAME")]
    [InlineData("name", "\"\"", "INVALID_NAME")]
    [InlineData("name", "\"two words\"", "INVALID_NAME")]
    [InlineData("name", "\"grün\"", "INVALID_NAME")]
    [InlineData("name", "\"a\\n\"", "INVALID_NAME")]
    [InlineData("name", "\"a23456789012345678901234567890123456789012345678901234567890123-5\"", "INVALID_NAME")]
    [InlineData("description", "7", "INVALID_DESCRIPTION")]
    [InlineData("url", "null", "INVALID_URL")]
    [InlineData("url", "\"/hook\"", "INVALID_URL")]
    [InlineData("url", "\"ftp://acme.dev/hook\"", "INVALID_URL")]
    [InlineData("url", "\"https://acme.dev/a b\"", "INVALID_URL")]
    [InlineData("url", "\"https:\\\\acme.dev\"", "INVALID_URL")]
    [InlineData("url", "\"https://me:secret@acme.dev/\"", "INVALID_URL")]
    [InlineData("parameters", "[]", "INVALID_PARAMETERS")]
    [InlineData("parameters", "\"{}\"", "INVALID_PARAMETERS")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string field, string value, string code)
    {
        var before = await CreateAsync($"t_{Guid.NewGuid():n}");

        var created = await backend.PostAsync("/api/tools", $$"""{"name":"fresh","url":"https://acme.dev","{{field}}":{{value}}}""");
        var changed = await PatchAsync(before, $$"""{"{{field}}":{{value}}}""");

        created.ShouldBeRefused(400, code);
        changed.ShouldBeRefused(400, code);
        created.Text("detail").Should().Contain(field);
        created.Body.Should().NotContain("secret");
        (await backend.GetAsync("/api/tools/" + before.Text("id"))).Body.Should().Be(before.Body);
    }

    [Fact]
    public async Task A_name_has_up_to_64_letters_digits_underscores_and_hyphens()
    {
        var longest = await CreateAsync("Aa0_-67890123456789012345678901234567890123456789012345678901234");

        longest.Status.Should().Be(201, longest.Body);
        longest.Text("name").Should().HaveLength(64);
    }

    [Fact]
    public async Task Two_tools_of_an_organization_never_have_the_same_name()
    {
        var first = await CreateAsync("taken");
        var second = await CreateAsync("free");

        var created = await CreateAsync("taken");
        var renamed = await PatchAsync(second, """{"name":"taken"}""");
        var same = await PatchAsync(first, """{"name":"taken","description":"x"}""");
        var strangers = await TestBackend.SendAsync(backend.StrangerOf(), HttpMethod.Post, "/api/tools", """{"name":"taken","url":"https://acme.dev"}""");

        created.ShouldBeRefused(422, "NAME_TAKEN");
        created.Text("detail").Should().Contain("'taken'").And.Contain(first.Text("id"));
        renamed.ShouldBeRefused(422, "NAME_TAKEN");
        (await backend.GetAsync("/api/tools/" + second.Text("id"))).Body.Should().Be(second.Body);
        same.Status.Should().Be(200, same.Body);
        strangers.Status.Should().Be(201, strangers.Body);
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_tool_is_deleted()
    {
        var tool = await CreateAsync("again");

        var deleted = await backend.DeleteAsync("/api/tools/" + tool.Text("id"));

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await backend.GetAsync("/api/tools/" + tool.Text("id"))).ShouldBeRefused(404, "NOT_FOUND");
        (await CreateAsync("again")).Status.Should().Be(201);
    }

    [Fact]
    public async Task Parameters_are_shown_as_they_were_sent_however_odd_they_are()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 47)) + "1" + new string('}', 47);
        var client = backend.StrangerOf();
        foreach (var (name, parameters) in new[] { ("deep", deep), ("twice", """{"a":1,"a":2}"""), ("empty", """{"":{}}""") })
        {
            var created = await TestBackend.SendAsync(client, HttpMethod.Post, "/api/tools", $$"""{"name":"{{name}}","url":"https://acme.dev","parameters":{{parameters}}}""");
            created.Status.Should().Be(201, created.Body);
            created.Body.Should().Contain(parameters);
            var changed = await TestBackend.SendAsync(client, HttpMethod.Patch, "/api/tools/" + created.Text("id"), """{"description":"x"}""");
            changed.Body.Should().Contain(parameters);
        }

        var list = await TestBackend.SendAsync(client, HttpMethod.Get, "/api/tools");
        list.Status.Should().Be(200, list.Body);
        list.Json.EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).Should().Equal("deep", "twice", "empty");
    }

    private Task<HttpAnswer> CreateAsync(string name, string more = "") => backend.PostAsync("/api/tools", $$"""{"name":"{{name}}","url":"https://hooks.acme.dev/x"{{more}}}""");

    private Task<HttpAnswer> PatchAsync(HttpAnswer tool, string body) => TestBackend.SendAsync(backend.Client, HttpMethod.Patch, "/api/tools/" + tool.Text("id"), body);
}
