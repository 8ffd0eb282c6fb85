using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Mcp;

public sealed class McpServerTests : WireTest
{
    private const string All = "/api/mcps";
    private const string Test = "/api/mcps/m1/test";

    private const string Json = """
        {"id":"m1","name":"Git Hub","slug":"git-hub","transport":"streamable_http","url":"https://mcp.example.com/mcp","status":"active","hasCredentials":true,"toolsCache":[{"name":"search","description":"Finds code"},{"name":"open","kind":"read"}],"createdAt":"2026-05-01T10:00:00Z","region":"eu"}
        """;

    public static TheoryData<CreateMcpServerRequest, string> Requests => new()
    {
        {
            new() { Name = "Git Hub", Transport = McpTransport.StreamableHttp, Url = "https://mcp.example.com/mcp" },
            """{"name":"Git Hub","transport":"streamable_http","url":"https://mcp.example.com/mcp"}"""
        },
        {
            new()
            {
                Name = "Old",
                Transport = McpTransport.Sse,
                Url = "https://mcp.example.com/sse",
                Credentials = new() { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer s3cret" } },
                AllowedTools = ["search", "open"],
            },
            """{"name":"Old","transport":"sse","url":"https://mcp.example.com/sse","credentials":{"headers":{"Authorization":"Bearer s3cret"}},"allowedTools":["search","open"]}"""
        },
        {
            new()
            {
                Name = "Files",
                Transport = McpTransport.Stdio,
                Command = "npx",
                Args = ["-y", "files"],
                Credentials = new() { Env = new Dictionary<string, string> { ["TOKEN"] = "s3cret" } },
                AllowedTools = [],
            },
            """{"name":"Files","transport":"stdio","command":"npx","args":["-y","files"],"credentials":{"env":{"TOKEN":"s3cret"}},"allowedTools":[]}"""
        },
    };

    [Fact]
    public async Task Servers_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(All, $$"""[{{Json}},{"id":"m2"}]""");

        var servers = await Client.ListMcpServersAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", All, ""));
        servers.Select(server => server.Id).Should().Equal("m1", "m2");
        var server = servers[0];
        (server.Name, server.Slug, server.Url, server.HasCredentials).Should().Be(("Git Hub", "git-hub", "https://mcp.example.com/mcp", true));
        (server.Transport, server.Status).Should().Be((McpTransport.StreamableHttp, McpServerStatus.Active));
        server.ToolsCache.Select(tool => (tool.Name, tool.Description)).Should().Equal(("search", "Finds code"), ("open", null));
        server.ToolsCache[1].AdditionalProperties!["kind"].GetString().Should().Be("read");
        server.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        server.AdditionalProperties!["region"].GetString().Should().Be("eu");
    }

    [Fact]
    public async Task A_server_may_say_nothing_of_itself()
    {
        Wire.Answers(All, "[{}]");

        var server = (await Client.ListMcpServersAsync().Soon()).Should().ContainSingle().Subject;

        (server.Id, server.Name, server.Slug, server.Url, server.HasCredentials).Should().Be(("", null, null, null, null));
        (server.Transport, server.Status, server.ToolsCache.Count, server.CreatedAt).Should().Be((null, null, 0, null));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_a_new_transport_is_kept()
    {
        Wire.Answers(All, """[{"id":"m1","transport":"carrier_pigeon","status":7,"toolsCache":"none","hasCredentials":{}}]""");

        var server = (await Client.ListMcpServersAsync().Soon()).Should().ContainSingle().Subject;

        server.Transport!.Value.Value.Should().Be("carrier_pigeon");
        (server.Id, server.Status, server.ToolsCache.Count, server.HasCredentials).Should().Be(("m1", null, 0, null));
        server.AdditionalProperties!["toolsCache"].GetString().Should().Be("none");
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_server_is_created(CreateMcpServerRequest request, string body)
    {
        Wire.Answers(All, new Answer(201, Json));

        var server = await Client.CreateMcpServerAsync(request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, body));
        server.Id.Should().Be("m1");
    }

    [Fact]
    public void A_request_prints_no_credential()
    {
        var request = (CreateMcpServerRequest)Requests.First()[0] with
        {
            Credentials = new() { Headers = new Dictionary<string, string> { ["X-Key"] = "s3cret" }, Env = new Dictionary<string, string> { ["TOKEN"] = "s3cret" } },
        };

        request.ToString().Should().Contain("Git Hub").And.Contain("Headers = [hidden], Env = [hidden]").And.NotContain("s3cret");
        new McpCredentials().ToString().Should().Be("McpCredentials { Headers = , Env =  }");
    }

    [Fact]
    public async Task A_test_tells_the_tools_of_a_server()
    {
        Wire.Answers(Test, """{"ok":true,"tools":[{"name":"search","description":"Finds code"}],"took":12}""");

        var test = await Client.TestMcpServerAsync("m1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Test, ""));
        test.Ok.Should().BeTrue();
        test.Tools.Should().ContainSingle().Which.Name.Should().Be("search");
        test.AdditionalProperties!["took"].GetInt32().Should().Be(12);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ok":false,"tools":null,"error":"The server did not answer."}""")]
    [InlineData("""{"ok":"perhaps","tools":7}""")]
    public async Task A_test_that_says_no_or_nothing_is_not_ok(string json)
    {
        Wire.Answers(Test, json);

        var test = await Client.TestMcpServerAsync("m1").Soon();

        (test.Ok, test.Tools.Count).Should().Be((false, 0));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_found()
    {
        Wire.Answers(Test, new Answer(404, """{"error":"NOT_FOUND","detail":"MCP server not found"}"""));

        var thrown = await Client.Invoking(client => client.TestMcpServerAsync("m1").Soon()).Should().ThrowAsync<FlapjackNotFoundException>();

        thrown.Which.Detail.Should().Be("MCP server not found");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action[] calls =
        [
            () => Client.TestMcpServerAsync(id!),
            () => Client.StartMcpOAuthAsync(id!, new() { ClientId = "c", AuthorizeUrl = "https://a.example", TokenUrl = "https://t.example" }),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("mcpServerId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action[] empty = [() => Client.CreateMcpServerAsync(null!), () => Client.StartMcpOAuthAsync("m1", null!)];
        Action broken = () => Client.CreateMcpServerAsync(new()
        {
            Name = "x",
            Transport = McpTransport.Sse,
            Credentials = new() { Headers = new Dictionary<string, string> { ["X-Key"] = "s3cret\uD83E" } },
        });

        empty.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        var thrown = broken.Should().ThrowExactly<ArgumentException>().WithParameterName("request").WithMessage("Credentials.Headers[\"X-Key\"] holds half a character*");
        thrown.Which.Message.Should().NotContain("s3cret");
        Wire.Requests.Should().BeEmpty();
    }
}
