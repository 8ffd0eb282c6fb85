using Flapjack.ReferenceBackend.Resources.Mcp;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>Agents get the tools of their MCP servers, which the official SDK serves over HTTP and as a program.</summary>
public sealed class McpToolsTests(McpToolServer server) : IClassFixture<McpToolServer>, IDisposable
{
    private readonly McpWorld _world = new();

    public static TheoryData<string> Transports => ["streamable_http", "sse", "stdio"];

    public void Dispose() => _world.Dispose();

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_tool_is_offered_under_its_servers_name_with_its_schema_and_answers(string transport)
    {
        _world.Attach(server, transport);

        await using var offer = await _world.OfferAsync();

        offer.Faults.Should().BeEmpty();
        var echo = offer.Tool("test__echo");
        (echo.Description, echo.SpanKind).Should().Be(("Says the same.", "mcp"));
        echo.Parameters.GetRawText().Should().Be("""{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}""");
        (await offer.ResultAsync("test__echo", """{"text":"früh ☕"}""")).Should().Be("\"früh ☕\"");
        (await offer.ResultAsync("test__add", """{"a":1,"b":2}""")).Should().Be("""{"value":3}""");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_call_that_goes_wrong_is_an_outcome_with_what_the_tool_says(string transport)
    {
        _world.Attach(server, transport);

        await using var offer = await _world.OfferAsync();

        (await offer.ErrorAsync("test__fail", "{}")).Should().Be("There is no such city.");
        (await offer.ErrorAsync("test__echo", "{}")).Should().Contain("echo");
        (await offer.ResultAsync("test__echo", """{"text":"still there"}""")).Should().Be("\"still there\"");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_cancelled_turn_cancels_the_call_on_the_server(string transport)
    {
        _world.Attach(server, transport);
        using var turn = new CancellationTokenSource();
        await using var offer = await _world.OfferAsync(turn.Token);

        var call = offer.CallAsync("test__wait", _world.WaitArguments, turn.Token);
        await _world.MadeAsync(McpTestTools.Started);
        await turn.CancelAsync();

        await ((Func<Task>)(() => call.Soon())).Should().ThrowAsync<OperationCanceledException>();
        await _world.MadeAsync(McpTestTools.Cancelled);
    }

    [Fact]
    public async Task What_is_no_text_is_left_out_and_named()
    {
        _world.Attach(server);

        await using var offer = await _world.OfferAsync();

        (await offer.ResultAsync("test__picture", "{}")).Should().Be("""{"result":"A tree","left_out":["an image (image/png)"]}""");
    }

    [Fact]
    public async Task A_flood_of_text_is_cut_and_a_flood_of_JSON_is_refused()
    {
        _world.Attach(server);

        await using var offer = await _world.OfferAsync();
        var cut = (await offer.CallAsync("test__flood", """{"length":1000000}""")).Result;

        cut.GetProperty("result").GetString().Should().HaveLength(McpResult.MaxBytes);
        cut.GetProperty("left_out")[0].GetString().Should().Be("what follows behind the first 256 KiB of 1000000 bytes of text");
        (await offer.ErrorAsync("test__flood_json", """{"length":300000}""")).Should().Be("The tool answered with more than 256 KiB of JSON, which is too much. Ask it for less.");
    }

    [Theory]
    [InlineData("streamable_http")]
    [InlineData("stdio")]
    public async Task A_server_that_sends_more_than_anybody_can_store_is_given_up_for_the_turn(string transport)
    {
        _world.Attach(server, transport);

        await using var offer = await _world.OfferAsync();

        const string Reason = "The server sent more than 8 MiB before it had answered the call. Go on without it, or try another call.";
        (await offer.ErrorAsync("test__flood", """{"length":20000000}""")).Should().Be("The tool 'flood' failed. " + Reason);
        (await offer.ErrorAsync("test__echo", """{"text":"x"}""")).Should().Be("The tool 'echo' failed. " + Reason);
    }

    [Fact]
    public async Task A_name_that_a_model_would_refuse_is_made_safe_and_calls_the_same_tool()
    {
        _world.Attach(server, name: "A server with a name that is much longer than all the names that a model accepts for a tool");

        await using var offer = await _world.OfferAsync();
        var odd = offer.Tools.Single(tool => tool.Name.Contains("repo_search_all", StringComparison.Ordinal));

        odd.Name.Should().MatchRegex("^a-server-with-a-name__repo_search_all_[0-9a-f]{8}$");
        (await offer.ResultAsync(odd.Name, "{}")).Should().Be("\"odd\"");
        offer.Tools.Should().HaveCount(McpTestTools.All.Length).And.OnlyContain(tool => tool.Name.Length <= 64);
        await using var again = await _world.OfferAsync();
        again.Tools.Select(tool => tool.Name).Should().BeEquivalentTo(offer.Tools.Select(tool => tool.Name));
    }

    [Theory]
    [InlineData(null, "{}", 9)]
    [InlineData(null, """{"allowed_tools":null}""", 9)]
    [InlineData(null, """{"allowed_tools":["echo","unknown"]}""", 1)]
    [InlineData("echo add", """{"allowed_tools":null}""", 2)]
    [InlineData("echo add", """{"allowed_tools":["add","wait"]}""", 1)]
    public async Task Only_tools_that_the_server_and_its_attachment_allow_are_offered(string? byServer, string attachment, int count)
    {
        _world.Attach(server, serverAllows: byServer?.Split(' '), attachment: attachment);

        await using var offer = await _world.OfferAsync();

        offer.Tools.Should().HaveCount(count);
        offer.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, """{"allowed_tools":[]}""")]
    [InlineData("echo", """{"allowed_tools":["add"]}""")]
    public async Task A_server_without_a_tool_that_is_allowed_is_not_connected_to(string? byServer, string attachment)
    {
        _world.Attach(server, path: "/nowhere", serverAllows: byServer?.Split(' '), attachment: attachment);

        await using var offer = await _world.OfferAsync();

        offer.Tools.Should().BeEmpty();
        offer.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task An_agent_without_servers_has_no_tools()
    {
        await using var offer = await _world.OfferAsync();

        offer.Tools.Should().BeEmpty();
    }
}
