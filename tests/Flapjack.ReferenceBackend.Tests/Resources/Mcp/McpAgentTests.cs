using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>An agent uses the tools of its MCP servers in whole turns.</summary>
public sealed class McpAgentTests(McpToolServer server) : IClassFixture<McpToolServer>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("streamable_http")]
    [InlineData("sse")]
    [InlineData("stdio")]
    public async Task An_agent_calls_a_tool_and_answers_with_what_it_said(string transport)
    {
        var model = new ScriptedChatModel();
        model.When("add").Call("shop__add", new { a = 1, b = 2 }).SayResults();
        await using var backend = await ScriptedBackend.StartAsync(model);
        await AttachAsync(backend, Server("Shop", transport), """["add","echo"]""");
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"Please add"}""");

        Frames.Text(answer).Should().Be("""{"value":3}""", answer.Body);
        model.Requests[0].Tools.Should().BeEquivalentTo("shop__add", "shop__echo");
        var result = Frames.Of(answer).Single(frame => frame.Event == "tool_result").Data;
        result.GetProperty("tool_name").GetString().Should().Be("shop__add");
        var span = (await SpansAsync(backend, thread)).Single(span => span.GetProperty("kind").GetString() == "mcp");
        (span.GetProperty("name").GetString(), span.GetProperty("input").GetRawText()).Should().Be(("shop__add", """{"a":1,"b":2}"""));
        if (transport == "stdio")
        {
            await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(_folder["id"])));
        }
    }

    [Fact]
    public async Task A_server_that_refuses_costs_its_tools_and_the_answer_is_given()
    {
        var model = new ScriptedChatModel();
        await using var backend = await ScriptedBackend.StartAsync(model);
        await AttachAsync(backend, Server("Refusing", "streamable_http").Replace(McpToolServer.Secret, "s3cret-that-is-wrong"), "null");
        await AttachAsync(backend, Server("Shop", "streamable_http"), """["echo"]""");
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"Hi"}""");

        Frames.Text(answer).Should().Be("Hi");
        model.Requests[0].Tools.Should().Equal("shop__echo");
        var fault = (await SpansAsync(backend, thread)).Single(span => span.GetProperty("kind").GetString() == "mcp");
        fault.GetProperty("name").GetString().Should().Be("Refusing");
        fault.GetProperty("error").GetRawText().Should().Contain("The server answered with the status 401.").And.NotContain("s3cret");
    }

    [Theory]
    [InlineData("streamable_http")]
    [InlineData("stdio")]
    public async Task A_stop_cancels_the_call_on_the_server_and_ends_its_program(string transport)
    {
        var model = new ScriptedChatModel();
        model.When("wait").Call("shop__wait", new { folder = _folder.Path }).SayResults();
        await using var backend = await ScriptedBackend.StartAsync(model);
        await AttachAsync(backend, Server("Shop", transport), "null");
        var thread = await backend.CreateThreadAsync();

        using var open = await backend.OpenAsync(thread, """{"content":"Please wait"}""");
        await Eventually.HoldsAsync(() => File.Exists(_folder[McpTestTools.Started]), "the tool begins");
        await backend.Backend.PostAsync($"/api/threads/{thread}/stop", "{}");
        var frames = Frames.Of(await open.Content.ReadAsStringAsync());

        frames[^1].Event.Should().Be("done");
        frames[^1].Data.TryGetProperty("messageId", out _).Should().BeFalse();
        await Eventually.HoldsAsync(() => File.Exists(_folder[McpTestTools.Cancelled]), "the tool is cancelled");
        if (transport == "stdio")
        {
            await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(_folder["id"])));
        }
    }

    [Fact]
    public async Task A_program_ends_when_the_turn_is_stopped_while_another_server_is_silent()
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());
        await AttachAsync(backend, Server("Program", "stdio"), "null");
        await AttachAsync(backend, Server("Silent", "streamable_http").Replace("/mcp", "/silent"), "null");
        var thread = await backend.CreateThreadAsync();

        using var open = await backend.OpenAsync(thread, """{"content":"Hi"}""");
        await Eventually.HoldsAsync(() => File.Exists(_folder["id"]) && File.ReadAllText(_folder["id"]).Length > 0, "the program starts");
        await backend.Backend.PostAsync($"/api/threads/{thread}/stop", "{}");

        Frames.Of(await open.Content.ReadAsStringAsync())[^1].Event.Should().Be("done");
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(_folder["id"])));
    }

    private string Server(string name, string transport) => transport == "stdio"
        ? $$$"""{"transport":"stdio","command":"{{{CrashHost.DotNet}}}","args":["{{{CrashHost.BuiltDll()}}}","mcp"],"credentials":{"env":{"ID_FILE":"{{{_folder["id"]}}}"}},"name":"{{{name}}}"}"""
        : $$$"""{"transport":"{{{transport}}}","url":"http://127.0.0.1:{{{server.Port}}}{{{(transport == "sse" ? "/mcp/sse" : "/mcp")}}}","credentials":{"headers":{"X-Key":"{{{McpToolServer.Secret}}}"}},"name":"{{{name}}}"}""";

    private static async Task AttachAsync(ScriptedBackend backend, string body, string allowedTools)
    {
        var id = (await backend.Backend.PostAsync("/api/mcps", body)).Text("id");
        var attached = await backend.Backend.PostAsync($"/api/agents/{backend.AgentId}/mcps", $$"""{"mcpServerId":"{{id}}","allowedTools":{{allowedTools}}}""");
        attached.Status.Should().Be(201, attached.Body);
    }

    private static async Task<IEnumerable<JsonElement>> SpansAsync(ScriptedBackend backend, string thread)
    {
        var trace = (await backend.Backend.GetAsync($"/api/logs?thread_id={thread}")).Json.GetProperty("traces")[0].GetProperty("id").GetString();
        return (await backend.Backend.GetAsync($"/api/logs/{trace}")).Json.GetProperty("spans").EnumerateArray();
    }
}
