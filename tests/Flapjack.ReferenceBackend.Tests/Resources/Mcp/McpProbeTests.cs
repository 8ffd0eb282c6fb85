using Flapjack.ReferenceBackend.Resources.Mcp;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>A test of an MCP server really connects to it.</summary>
public sealed class McpProbeTests(TestBackend backend, McpTestServer server) : IClassFixture<TestBackend>, IClassFixture<McpTestServer>, IDisposable
{
    private readonly TempFolder _folder = new();

    private string IdFile => _folder["id"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/mcp", "streamable_http")]
    [InlineData("/mcp/sse", "sse")]
    public async Task A_server_with_an_address_tells_its_tools_which_are_kept(string path, string transport)
    {
        var (id, answer) = await TestAsync(server.Body(path, transport));

        answer.Status.Should().Be(200);
        SortedTools(answer).Should().Equal(("echo", "Says the same."), ("ping", "Says pong."));
        answer.Json.GetProperty("ok").GetBoolean().Should().BeTrue();
        server.Paths.Should().Contain(path);
        (await ListedAsync(id)).GetProperty("toolsCache").GetRawText().Should().Be(answer.Json.GetProperty("tools").GetRawText());
    }

    [Theory]
    [InlineData("""["ping","unknown"]""", "ping")]
    [InlineData("[]")]
    public async Task Only_tools_that_are_allowed_are_told(string allowed, params string[] told)
    {
        var (id, answer) = await TestAsync(server.Body(more: $",\"allowedTools\":{allowed}"));

        SortedTools(answer).Select(tool => tool.Name).Should().Equal(told);
        (await ListedAsync(id)).GetProperty("toolsCache").GetArrayLength().Should().Be(told.Length);
    }

    [Fact]
    public async Task A_program_is_started_with_its_environment_and_ended()
    {
        var (_, answer) = await TestAsync(McpProgram.Body(IdFile, who: "the-one"));

        answer.Body.Should().Be("""{"ok":true,"tools":[{"name":"whoami","description":"I am the-one"},{"name":"home","description":null}]}""");
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(IdFile)));
    }

    [Fact]
    public async Task A_program_that_never_answers_is_ended_with_its_children_when_the_time_is_over()
    {
        var clock = new ArmedTime();
        await using var slow = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        var id = (await slow.PostAsync("/api/mcps", McpProgram.DeafBody(IdFile))).Text("id");

        var test = slow.PostAsync($"/api/mcps/{id}/test", "");
        await Eventually.HoldsAsync(() => File.Exists(IdFile) && File.ReadAllText(IdFile).EndsWith('\n'), "the program starts");
        await clock.IsArmedAsync(McpProbe.Limit);
        clock.Advance(McpProbe.Limit);

        (await test).Body.Should().Be("""{"ok":false,"error":"The server did not answer within 30 seconds."}""");
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(IdFile)));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_when_the_time_is_over()
    {
        var clock = new ArmedTime();
        await using var slow = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        var id = (await slow.PostAsync("/api/mcps", server.Body("/silent"))).Text("id");

        var test = slow.PostAsync($"/api/mcps/{id}/test", "");
        await clock.IsArmedAsync(McpProbe.Limit);
        clock.Advance(McpProbe.Limit);

        (await test).Body.Should().Be("""{"ok":false,"error":"The server did not answer within 30 seconds."}""");
    }

    [Theory]
    [InlineData("/page", McpTestServer.Secret, "The server did not answer as the Model Context Protocol says.")]
    [InlineData("/moved", McpTestServer.Secret, "The server answered with the status 308, a redirection. Give the server the address that it redirects to.")]
    [InlineData("/broken", McpTestServer.Secret, "The server answered with the status 500.")]
    [InlineData("/nowhere", McpTestServer.Secret, "The server answered with the status 404.")]
    [InlineData("/mcp", "s3cret-that-is-wrong", "The server answered with the status 401. Does it ask for credentials?")]
    public async Task A_server_that_fails_is_told_of_without_what_it_said(string path, string key, string error)
    {
        var (id, answer) = await TestAsync(server.Body(path, key: key));

        answer.Status.Should().Be(200);
        answer.Json.GetProperty("ok").GetBoolean().Should().BeFalse();
        answer.Text("error").Should().Be(error);
        answer.Body.Should().NotContain("s3cret");
        (await ListedAsync(id)).GetProperty("toolsCache").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_failed_test_keeps_the_tools_that_were_known()
    {
        var other = new McpTestServer();
        await other.InitializeAsync();
        var id = (await backend.PostAsync("/api/mcps", other.Body())).Text("id");
        (await backend.PostAsync($"/api/mcps/{id}/test", "")).Json.GetProperty("ok").GetBoolean().Should().BeTrue();
        await other.DisposeAsync();

        var answer = await backend.PostAsync($"/api/mcps/{id}/test", "");

        answer.Body.Should().Be("""{"ok":false,"error":"The server could not be reached (ConnectionError)."}""");
        (await ListedAsync(id)).GetProperty("toolsCache").GetArrayLength().Should().Be(2);
    }

    [Theory]
    [InlineData("/no/such/program", "[]", "The program could not be started. Is it installed, and on the PATH of the backend?")]
    [InlineData("/bin/bash", """["-c","echo s3cret >&2; exit 3"]""", "The server closed the connection before it had told its tools.")]
    public async Task A_program_that_fails_is_told_of_without_what_it_said(string command, string args, string error)
    {
        var (_, answer) = await TestAsync($$"""{"name":"Program","transport":"stdio","command":"{{command}}","args":{{args}}}""");

        answer.Text("error").Should().Be(error);
        answer.Body.Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData(false, "The server is at an address of a private network, which this backend does not connect to. Its option AllowPrivateMcpServers allows it.")]
    [InlineData(true, "The server could not be reached (ConnectionError).")]
    public async Task An_address_that_is_neither_public_nor_this_machine_is_refused_unless_an_option_allows_it(bool allow, string error)
    {
        await using var own = await TestBackend.StartAsync(options => options.AllowPrivateMcpServers = allow);
        // No system connects to this address, so the test sends nothing into a network.
        var id = (await own.PostAsync("/api/mcps", server.Body(host: "0.0.0.0"))).Text("id");

        var answer = await own.PostAsync($"/api/mcps/{id}/test", "");

        answer.Text("error").Should().Be(error);
    }

    [Fact]
    public async Task A_backend_that_isolates_its_computers_starts_no_program_on_the_host()
    {
        var probe = new McpProbe(new(allowPrivate: false, mayStartPrograms: false, TimeProvider.System));

        var answer = await probe.AskAsync(
            new() { Transport = "stdio", Command = "/bin/bash", Args = ["-c", $"touch {IdFile}"] }, McpCredentials.None, CancellationToken.None);

        answer.Tools.Should().BeNull();
        answer.Error.Should().Contain("isolation");
        File.Exists(IdFile).Should().BeFalse();
    }

    [Fact]
    public async Task A_program_needs_the_scope_that_commands_need()
    {
        var weak = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId));
        var id = (await backend.PostAsync("/api/mcps", McpProgram.Body(IdFile))).Text("id");

        var created = await TestBackend.SendAsync(weak, HttpMethod.Post, "/api/mcps", McpProgram.Body(IdFile));
        var tested = await TestBackend.SendAsync(weak, HttpMethod.Post, $"/api/mcps/{id}/test");
        var address = await TestBackend.SendAsync(weak, HttpMethod.Post, "/api/mcps", server.Body());

        created.ShouldBeRefused(403, "FORBIDDEN");
        tested.ShouldBeRefused(403, "FORBIDDEN");
        address.Status.Should().Be(201);
        File.Exists(IdFile).Should().BeFalse();
    }

    private async Task<(string Id, HttpAnswer Answer)> TestAsync(string body)
    {
        var created = await backend.PostAsync("/api/mcps", body);
        created.Status.Should().Be(201, created.Body);
        return (created.Text("id"), await backend.PostAsync($"/api/mcps/{created.Text("id")}/test", ""));
    }

    private async Task<System.Text.Json.JsonElement> ListedAsync(string id) =>
        (await backend.GetAsync("/api/mcps")).Json.EnumerateArray().Single(item => item.GetProperty("id").GetString() == id);

    // The SDK's server tells its tools in no order.
    private static IEnumerable<(string? Name, string? Description)> SortedTools(HttpAnswer answer) =>
        answer.Json.GetProperty("tools").EnumerateArray().Select(tool => (tool.GetProperty("name").GetString(), tool.GetProperty("description").GetString())).Order();
}
