using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

public sealed class McpServersTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string Address = "\"transport\":\"streamable_http\",\"url\":\"https://mcp.example.com/mcp\"";

    [Fact]
    public async Task A_server_is_created_and_listed_as_documented()
    {
        var client = backend.StrangerOf();

        var created = await TestBackend.SendAsync(client, HttpMethod.Post, "/api/mcps", $$$$"""{"name":" Git  Hub! ",{{{{Address}}}},"credentials":{"headers":{"X-Key":"s3cret"}}}""");

        created.Status.Should().Be(201, created.Body);
        var (id, createdAt) = (created.Text("id"), created.Text("createdAt"));
        createdAt.Should().EndWith("Z");
        created.Body.Should().Be(
            $$"""{"id":"{{id}}","name":" Git  Hub! ","slug":"git-hub",{{Address}},"status":"active","hasCredentials":true,"toolsCache":[],"createdAt":"{{createdAt}}","command":null,"args":null,"allowedTools":null}""");
        (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/mcps")).Body.Should().Be($"[{created.Body}]");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"credentials\":{}")]
    [InlineData(",\"credentials\":{\"headers\":{},\"env\":null}")]
    public async Task A_server_without_credentials_says_so(string more)
    {
        var created = await backend.PostAsync("/api/mcps", $$"""{"name":"Open",{{Address}}{{more}}}""");

        created.Json.GetProperty("hasCredentials").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_slug_is_unique_in_its_organization()
    {
        var (mine, theirs) = (backend.StrangerOf(), backend.StrangerOf());

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync(mine, "Same name")));
        var other = await CreateAsync(theirs, "Same name");

        var slugs = made.Select(answer => answer.Text("slug")).ToList();
        slugs.Should().OnlyHaveUniqueItems().And.Contain("same-name").And.OnlyContain(slug => slug.StartsWith("same-name", StringComparison.Ordinal));
        slugs.Should().OnlyContain(slug => !slug.Contains("__"), "two underscores part the slug from the tool");
        other.Text("slug").Should().Be("same-name");
    }

    [Fact]
    public async Task A_name_without_letters_of_ASCII_has_a_slug_too() =>
        (await CreateAsync(backend.StrangerOf(), "Ünïcödé 名")).Text("slug").Should().Be("n-c-d");

    [Fact]
    public async Task A_name_without_any_letter_has_the_slug_server() => (await CreateAsync(backend.StrangerOf(), "名前 __")).Text("slug").Should().Be("server");

    [Theory]
    [InlineData("""{"transport":"sse","url":"https://a.example"}""", "INVALID_NAME")]
    [InlineData("""{"name":"x","url":"https://a.example"}""", "INVALID_TRANSPORT")]
    [InlineData("""{"name":"x","transport":"http","url":"https://a.example"}""", "INVALID_TRANSPORT")]
    [InlineData("""{"name":"x","transport":"sse"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"streamable_http","command":"npx"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"sse","url":"ftp://a.example"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"sse","url":"/mcp"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"sse","url":"https:\\a.example"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"sse","url":"https://a.example/m cp"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"sse","url":" https://a.example"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"sse","url":"https:a.example"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"sse","url":"https://user:s3cret@a.example"}""", "INVALID_URL")]
    [InlineData("""{"name":"x","transport":"stdio"}""", "INVALID_COMMAND")]
    [InlineData("""{"name":"x","transport":"stdio","url":"https://a.example"}""", "INVALID_COMMAND")]
    [InlineData("""{"name":"x","transport":"stdio","command":" "}""", "INVALID_COMMAND")]
    [InlineData("""{"name":"x","transport":"stdio","command":"npx","args":"-y"}""", "INVALID_ARGS")]
    [InlineData("""{"name":"x","transport":"stdio","command":"npx","allowedTools":[1]}""", "INVALID_ALLOWED_TOOLS")]
    [InlineData("""{"name":"x","transport":"stdio","command":"npx","credentials":"s3cret"}""", "INVALID_CREDENTIALS")]
    [InlineData("""{"name":"x","transport":"stdio","command":"npx","credentials":{"env":["s3cret"]}}""", "INVALID_CREDENTIALS")]
    [InlineData("""{"name":"x","transport":"stdio","command":"npx","credentials":{"env":{"TOKEN":["s3cret"]}}}""", "INVALID_CREDENTIALS")]
    [InlineData("""{"name":"x","transport":"stdio","command":"npx","credentials":{"env":{"s3cret=1":"x"}}}""", "INVALID_CREDENTIALS")]
    [InlineData("""{"name":"x","transport":"stdio","command":"npx","credentials":{"env":{"TOKEN":"s3cret\u0000"}}}""", "INVALID_CREDENTIALS")]
    [InlineData("""{"name":"x","transport":"sse","url":"https://a.example","credentials":{"headers":{"X Key":"s3cret"}}}""", "INVALID_CREDENTIALS")]
    [InlineData("""{"name":"x","transport":"sse","url":"https://a.example","credentials":{"headers":{"X-Key":"s3cret\r\nHost: b"}}}""", "INVALID_CREDENTIALS")]
    [InlineData("""{"name":"x","transport":"sse","url":"https://a.example","credentials":{"headers":{"X-Key":"s3crét"}}}""", "INVALID_CREDENTIALS")]
    public async Task A_wrong_field_is_refused_with_its_code_and_without_the_secret(string body, string code)
    {
        var client = backend.StrangerOf(FlapjackScopes.SandboxAdmin);

        var answer = await TestBackend.SendAsync(client, HttpMethod.Post, "/api/mcps", body);

        answer.ShouldBeRefused(400, code);
        answer.Body.Should().NotContain("s3cr");
        (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/mcps")).Body.Should().Be("[]");
    }

    [Fact]
    public async Task The_registry_is_searched_by_name_and_description()
    {
        var all = await backend.GetAsync("/api/mcp-registry/search");
        var found = await backend.GetAsync("/api/mcp-registry/search?q=FILE");
        var none = await backend.GetAsync("/api/mcp-registry/search?q=no%20such%20thing");

        all.Json.GetArrayLength().Should().Be(8);
        found.Json.EnumerateArray().Select(server => server.GetProperty("name").GetString()).Should().Equal("filesystem", "memory");
        none.Body.Should().Be("[]");
    }

    [Fact]
    public async Task Every_server_of_the_registry_can_be_created()
    {
        var client = backend.StrangerOf(FlapjackScopes.SandboxAdmin);

        foreach (var server in (await backend.GetAsync("/api/mcp-registry/search")).Json.EnumerateArray())
        {
            (await TestBackend.SendAsync(client, HttpMethod.Post, "/api/mcps", server.GetRawText())).Status.Should().Be(201);
        }
    }

    [Fact]
    public async Task The_managed_providers_are_those_of_the_registry_that_have_an_address()
    {
        var managed = await backend.GetAsync("/api/mcp-registry/managed");

        managed.Json.EnumerateArray().Should().HaveCount(4).And.OnlyContain(provider => provider.GetProperty("url").ValueKind == JsonValueKind.String);
        managed.Body.Should().StartWith("""[{"name":"github","description":"Repositories, issues and pull requests on GitHub.","transport":"streamable_http","url":"https://""");
    }

    private static Task<HttpAnswer> CreateAsync(HttpClient client, string name) =>
        TestBackend.SendAsync(client, HttpMethod.Post, "/api/mcps", $$"""{"name":{{TestBackend.Quoted(name)}},{{Address}}}""");
}
