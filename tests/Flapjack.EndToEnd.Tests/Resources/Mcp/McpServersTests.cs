using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Mcp;

public sealed class McpServersTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private FlapjackBackend _backend = null!;
    private FlapjackClient _client = null!;

    public async Task InitializeAsync()
    {
        _backend = await FlapjackBackend.StartAsync(new() { Port = null });
        _client = _backend.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _backend.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_is_created_tested_and_listed_with_its_tools()
    {
        var script = JsonElement.Parse(McpProgram.Body(_folder["id"]));
        var created = await _client.CreateMcpServerAsync(new()
        {
            Name = "My script",
            Transport = McpTransport.Stdio,
            Command = script.GetProperty("command").GetString(),
            Args = script.GetProperty("args").Deserialize<string[]>(),
            Credentials = new() { Env = new Dictionary<string, string> { [McpProgram.IdFile] = _folder["id"], [McpProgram.Who] = "the-one" } },
            AllowedTools = ["whoami"],
        });

        var test = await _client.TestMcpServerAsync(created.Id);
        var listed = (await _client.ListMcpServersAsync()).Should().ContainSingle().Subject;

        test.Ok.Should().BeTrue();
        test.Tools.Should().ContainSingle().Which.Should().BeEquivalentTo(new McpTool { Name = "whoami", Description = "I am the-one" });
        (listed.Id, listed.Slug, listed.HasCredentials, listed.Status).Should().Be((created.Id, "my-script", true, McpServerStatus.Active));
        listed.ToolsCache.Select(tool => tool.Name).Should().Equal("whoami");
        listed.AdditionalProperties.Should().NotContainKey("credentials");
    }

    [Fact]
    public async Task A_server_that_can_t_be_reached_fails_its_test_and_not_the_call()
    {
        var server = await _client.CreateMcpServerAsync(new() { Name = "Nobody", Transport = McpTransport.StreamableHttp, Url = "http://127.0.0.1:1/mcp" });

        var test = await _client.TestMcpServerAsync(server.Id);

        test.Ok.Should().BeFalse();
        test.AdditionalProperties!["error"].GetString().Should().Be("The server could not be reached (ConnectionError).");
    }

    [Fact]
    public async Task A_server_without_an_address_is_refused()
    {
        var create = () => _client.CreateMcpServerAsync(new() { Name = "Nowhere", Transport = McpTransport.Sse });

        (await create.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_URL");
    }

    [Fact]
    public async Task A_user_begins_an_authorization_and_a_key_may_not()
    {
        using var user = _backend.CreateClient(options => options.ApiKey = _backend.CreateUserToken(_backend.OrgId, "user-1"));
        var server = await _client.CreateMcpServerAsync(new() { Name = "Hub", Transport = McpTransport.StreamableHttp, Url = "https://mcp.example.com" });
        var request = new StartMcpOAuthRequest { ClientId = "c1", AuthorizeUrl = "https://auth.example.com/authorize", TokenUrl = "https://auth.example.com/token" };

        var started = await user.StartMcpOAuthAsync(server.Id, request);
        var byKey = () => _client.StartMcpOAuthAsync(server.Id, request);

        started.AuthorizationUrl.Should().StartWith("https://auth.example.com/authorize?").And.Contain("code_challenge_method=S256");
        (await byKey.Should().ThrowAsync<FlapjackPermissionException>()).Which.ErrorCode.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task The_registry_is_searched()
    {
        var found = await _client.SearchMcpRegistryAsync("GitHub");
        var managed = await _client.ListManagedMcpProvidersAsync();

        found.EnumerateArray().Should().ContainSingle().Which.GetProperty("name").GetString().Should().Be("github");
        managed.Should().HaveCount(4);
    }
}
