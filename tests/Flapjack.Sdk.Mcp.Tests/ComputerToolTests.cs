using System.Text.Json;
using Flapjack.Sdk.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Flapjack.Sdk.Mcp.Tests;

public sealed class ComputerToolTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Fact]
    public async Task A_client_sees_the_tools_and_what_a_call_names()
    {
        await using var pair = await McpPair.StartAsync(computer.Client);

        var tools = await pair.Client.ListToolsAsync(cancellationToken: Limit.Token);

        tools.Select(tool => tool.Name).Should().BeEquivalentTo("list_computers", "create_computer", "computer_status", "run_command", "read_file", "write_file", "list_files");
        var run = tools.Single(tool => tool.Name == "run_command").JsonSchema;
        run.GetProperty("required").GetRawText().Should().Be("""["agentId","command"]""");
        run.GetProperty("properties").EnumerateObject().Select(property => property.Name).Should().Equal("agentId", "command", "timeoutSec", "workingDir");
        pair.Client.ServerInfo!.Name.Should().Be("flapjack");
        pair.Client.ServerInstructions.Should().Contain("list_computers");
    }

    [Fact]
    public async Task A_client_finds_a_computer_and_works_on_it()
    {
        await using var pair = await McpPair.StartAsync(computer.Client);

        var found = await pair.CallAsync("list_computers", new { });
        var agentId = found.StructuredContent!.Value.GetProperty("computers").EnumerateArray().Single(agent => agent.GetProperty("name").GetString() == "ready").GetProperty("agentId").GetString()!;
        var written = await pair.CallAsync("write_file", new { agentId, path = "mcp/a b.txt", content = "hällo" });
        var read = await pair.CallAsync("read_file", new { agentId, path = "mcp/a b.txt" });
        var listed = await pair.CallAsync("list_files", new { agentId, path = "mcp" });
        var ran = await pair.CallAsync("run_command", new { agentId, command = "cat 'mcp/a b.txt'; exit 3" });
        var status = await pair.CallAsync("computer_status", new { agentId });

        written.IsError.Should().NotBe(true);
        read.StructuredContent!.Value.GetProperty("content").GetString().Should().Be("hällo");
        listed.Content.OfType<TextContentBlock>().Single().Text.Should().Contain("a b.txt");
        ran.IsError.Should().NotBe(true, "a command that fails is a result");
        (ran.StructuredContent!.Value.GetProperty("exitCode").GetInt32(), ran.StructuredContent!.Value.GetProperty("stdout").GetString()).Should().Be((3, "hällo"));
        status.StructuredContent!.Value.GetProperty("status").GetString().Should().BeOneOf("ready", "running", "idle", "active");
    }

    [Fact]
    public async Task A_client_creates_a_computer_and_uses_it_at_once()
    {
        await using var pair = await McpPair.StartAsync(computer.Client);

        var created = await pair.CallAsync("create_computer", new { name = "made by a client" });
        var agentId = created.StructuredContent!.Value.GetProperty("agentId").GetString()!;
        var ran = await pair.CallAsync("run_command", new { agentId, command = "echo ready" });

        ran.StructuredContent!.Value.GetProperty("stdout").GetString().Should().Be("ready\n");
        await computer.Client.DeleteAgentAsync(agentId);
    }

    [Fact]
    public async Task A_server_of_one_computer_has_no_other()
    {
        await using var pair = await McpPair.StartAsync(computer.Client, new() { AgentId = computer.AgentId, Tools = new() { Tools = ComputerToolKinds.RunCommand, Prefix = "my_" } });

        (await pair.Client.ListToolsAsync(cancellationToken: Limit.Token)).Select(tool => tool.Name).Should().BeEquivalentTo("my_computer_status", "my_run_command");
        (await pair.CallAsync("my_run_command", new { command = "echo mine", agentId = "other" })).StructuredContent!.Value.GetProperty("stdout").GetString().Should().Be("mine\n");
    }

    [Fact]
    public async Task The_output_comes_as_progress_while_the_command_runs()
    {
        await using var pair = await McpPair.StartAsync(computer.Client, new() { AgentId = computer.AgentId });
        var progress = new List<ProgressNotificationValue>();

        var call = pair.Client.CallToolAsync(
            "run_command", McpPair.Arguments(new { command = "echo one; echo two >&2; until [ -e seen ]; do sleep 0.02; done" }), new Reported(progress), cancellationToken: Limit.Token).AsTask();
        await Eventually.HoldsAsync(() => { lock (progress) { return progress.Count == 2; } }, "each piece of output is told");
        await computer.BashAsync(": > seen");

        (await call).StructuredContent!.Value.GetProperty("exitCode").GetInt32().Should().Be(0);
        progress.Select(value => value.Message).Should().BeEquivalentTo("one\n", "two\n");
        progress.Select(value => value.Progress).Should().BeEquivalentTo([4f, 8f]);
    }

    [Fact]
    public async Task A_notification_that_cancels_a_call_stops_the_command()
    {
        await using var pair = await McpPair.StartAsync(computer.Client, new() { AgentId = computer.AgentId });
        using var source = new CancellationTokenSource();
        var id = new RequestId("run-1");
        var call = pair.Client.SendRequestAsync<CallToolRequestParams, CallToolResult>(
            RequestMethods.ToolsCall,
            new() { Name = "run_command", Arguments = new Dictionary<string, JsonElement> { ["command"] = JsonElement.Parse("\"echo $$ > mcp-id.new; mv mcp-id.new mcp-id; sleep 1000\"") } },
            requestId: id,
            cancellationToken: source.Token).AsTask();
        await Eventually.HoldsAsync(async () => await computer.BashAsync("[ -e mcp-id ] && echo begun || echo not") == "begun\n", "the command has begun");

        await pair.Client.SendNotificationAsync(NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = id }, cancellationToken: Limit.Token);

        await Eventually.HoldsAsync(async () => await computer.BashAsync("kill -0 $(cat mcp-id) 2>/dev/null && echo lives || echo gone") == "gone\n", "the command is stopped");
        await source.CancelAsync();
        await Task.WhenAny(call);
    }

    [Theory]
    [InlineData("run_command", """{"command":"echo x"}""", "agentId is required")]
    [InlineData("run_command", """{"agentId":"00000000-0000-0000-0000-000000000000","command":"echo x"}""", "404")]
    [InlineData("create_computer", """{"name":""}""", "name is required")]
    [InlineData("create_computer", """{"name":"x","template":"nope"}""", "INVALID_TEMPLATE")]
    [InlineData("computer_status", """{}""", "agentId is required")]
    public async Task What_goes_wrong_is_an_error_that_says_what(string tool, string arguments, string told)
    {
        await using var pair = await McpPair.StartAsync(computer.Client);

        var result = await pair.CallAsync(tool, JsonElement.Parse(arguments));

        result.IsError.Should().BeTrue();
        result.Content.OfType<TextContentBlock>().Single().Text.Should().Contain(told);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error()
    {
        await using var pair = await McpPair.StartAsync(computer.Client, new() { AgentId = computer.AgentId });

        var result = await pair.CallAsync("read_file", new { path = "nothing" });

        (result.IsError, result.StructuredContent!.Value.GetProperty("error").GetString()).Should().Be((true, "There is no 'nothing'."));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused_before_a_client_connects()
    {
        computer.Client.Invoking(it => FlapjackMcpServer.CreateTools(it, new() { AgentId = " " })).Should().Throw<ArgumentException>().WithMessage("*AgentId*");
        computer.Client.Invoking(it => FlapjackMcpServer.CreateTools(it, new() { Tools = new() { MaxOutputLength = 1 } })).Should().Throw<ArgumentException>().WithMessage("*MaxOutputLength*");
    }

    private sealed class Reported(List<ProgressNotificationValue> values) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
            lock (values)
            {
                values.Add(value);
            }
        }
    }
}
