using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Flapjack.Cli.Tests.Mcp;

/// <summary>The official client starts the tool, as a client of a user does.</summary>
public sealed class McpTests(BackendFixture fixture) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task A_client_lists_computers_and_runs_a_command()
    {
        await using var client = await ConnectAsync();

        var listed = await client.CallToolAsync("list_computers", new Dictionary<string, object?>());
        var ran = await client.CallToolAsync("run_command", new Dictionary<string, object?> { ["agentId"] = fixture.Agent, ["command"] = "echo $((6 * 7)); exit 3" });

        TextOf(listed).Should().Contain(fixture.Agent);
        var answer = ran.StructuredContent!.Value;
        answer.GetProperty("exitCode").GetInt32().Should().Be(3);
        answer.GetProperty("stdout").GetString().Should().Be("42\n");
    }

    [Fact]
    public async Task With_an_agent_only_its_computer_is_offered()
    {
        await using var client = await ConnectAsync("--agent", fixture.Agent);

        (await client.ListToolsAsync()).Select(tool => tool.Name).Should().NotContain(["list_computers", "create_computer"]).And.Contain("run_command");
        TextOf(await client.CallToolAsync("run_command", new Dictionary<string, object?> { ["command"] = "echo mine" })).Should().Contain("mine");
    }

    [Fact]
    public async Task Without_a_key_it_says_so_and_ends()
    {
        var result = await HostProgram.RunAsync(ToolProcess.Start("mcp"));

        result.ExitCode.Should().Be(2);
        result.Output.Should().BeEmpty("a client would take it for an answer");
        result.Error.Should().Contain("There is no API key");
    }

    private Task<McpClient> ConnectAsync(params string[] arguments)
    {
        var start = ToolProcess.Clean(ToolProcess.Start(["mcp", .. arguments]), fixture.Backend);
        return McpClient.CreateAsync(new StdioClientTransport(new()
        {
            Command = start.FileName,
            Arguments = [.. start.ArgumentList],
            EnvironmentVariables = start.Environment.ToDictionary(variable => variable.Key, variable => variable.Value),
        }));
    }

    private static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
