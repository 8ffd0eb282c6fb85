using System.Text.Json.Nodes;

namespace Flapjack.Cli.Tests.Commands;

public sealed class CommandTests(BackendFixture fixture) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Create_waits_until_the_computer_is_ready_and_prints_the_id_alone()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["env"], "# comment\nFROM_FILE=a=b c\n\n");
        using var tool = new ToolRun(fixture.Backend).With("FROM_HERE", "value of mine");

        (await tool.RunAsync("create", "demo", "--env", "FROM_HERE", "--env-file", folder["env"])).Should().Be(0, tool.Error);

        var agent = tool.Output.TrimEnd('\n');
        tool.Output.Should().Be($"{Guid.Parse(agent)}\n");
        var result = await fixture.Client.RunComputerAsync(agent, new() { Command = "echo $FROM_HERE, $FROM_FILE" });
        result.Stdout.Should().Be("value of mine, a=b c\n");
    }

    [Fact]
    public async Task Create_tells_the_status_that_it_has_waited_for_as_JSON()
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("create", "demo", "--json")).Should().Be(0, tool.Error);

        JsonNode.Parse(tool.Output)!["computer"]!["status"]!.GetValue<string>().Should().Be("ready");
    }

    [Theory]
    [InlineData("--env", "A=secret")]
    [InlineData("--env", "NOT_SET_HERE")]
    [InlineData("--env-file", "/no/such/file")]
    [InlineData("--branch", "main")]
    [InlineData("--no-such-option")]
    public async Task Create_refuses_what_it_can_not_mean_before_it_calls(params string[] options)
    {
        using var tool = new ToolRun().With("FLAPJACK_API_KEY", "fj_live_0123456789abcdef").With("FLAPJACK_BASE_URL", "http://127.0.0.1:1");

        (await tool.RunAsync(["create", "demo", .. options])).Should().Be(2);

        tool.Error.Should().NotContain("secret");
    }

    [Fact]
    public async Task Logs_shows_the_bootstrap_and_its_end()
    {
        using var tool = new ToolRun(fixture.Backend);
        (await tool.RunAsync("logs", fixture.Agent)).Should().Be(0, tool.Error);
        tool.Output.Should().NotBeEmpty();

        using var json = new ToolRun(fixture.Backend);
        (await json.RunAsync("logs", fixture.Agent, "--json")).Should().Be(0);
        JsonNode.Parse(json.Output.TrimEnd('\n').Split('\n')[^1])!["type"]!.GetValue<string>().Should().Be("done");
    }

    [Fact]
    public async Task Status_is_lines_for_people_and_the_services_JSON_for_programs()
    {
        using var lines = new ToolRun(fixture.Backend);
        (await lines.RunAsync("status", fixture.Agent)).Should().Be(0);
        lines.Output.Should().StartWith("status: ready\n");

        using var json = new ToolRun(fixture.Backend);
        (await json.RunAsync("status", fixture.Agent, "--json")).Should().Be(0);
        JsonNode.Parse(json.Output)!["computer"]!["status"]!.GetValue<string>().Should().Be("ready");
    }

    [Fact]
    public async Task A_watched_status_ends_with_the_interruption()
    {
        using var tool = new ToolRun(fixture.Backend);
        var run = tool.RunAsync("status", fixture.Agent, "--watch");
        await Eventually.HoldsAsync(() => tool.Output.Contains("status: ready", StringComparison.Ordinal), "the first status comes at once");

        tool.Interruption.Raise(15);

        (await run).Should().Be(143);
    }

    [Fact]
    public async Task Agents_are_lines_with_tabs_where_there_is_no_terminal()
    {
        var odd = await fixture.Client.CreateAgentAsync(new() { Name = "a\tb\u001b[31m" });
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("agents")).Should().Be(0);

        var line = tool.Output.Split('\n').Single(it => it.StartsWith(odd.Id, StringComparison.Ordinal));
        line.Split('\t').Should().HaveCount(3, "a name can't look like two columns");
        tool.Output.Should().NotContain("\u001b");
    }

    [Fact]
    public async Task A_message_from_the_input_is_answered_and_the_thread_goes_on()
    {
        var agent = await fixture.Client.CreateAgentAsync(new() { Name = "chat" });
        using var first = new ToolRun(fixture.Backend);
        (await first.RunAsync("Hello from a pipe", ["chat", agent.Id])).Should().Be(0, first.Error);
        first.Output.Should().Be("Hello from a pipe\n", "the scripted model repeats what it is told");
        var thread = first.Error.Trim().Split(' ')[^1];

        using var second = new ToolRun(fixture.Backend);
        (await second.RunAsync("chat", agent.Id, "again", "--thread", thread)).Should().Be(0, second.Error);

        second.Output.Should().Be("again\n");
        second.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Api_sends_the_body_of_the_input_and_writes_the_answer_as_it_came()
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("""{"name":"by api"}""", ["api", "post", "/api/agents", "--input", "-"])).Should().Be(0, tool.Error);

        JsonNode.Parse(tool.Output)!["name"]!.GetValue<string>().Should().Be("by api");
    }

    [Theory]
    [InlineData(2, "GET", "/v1/things")]
    [InlineData(2, "GET", "https://elsewhere.example/api/agents")]
    [InlineData(2, "G/T", "/api/agents")]
    [InlineData(2, "POST", "/api/agents", "--input", "/no/such/file")]
    [InlineData(242, "GET", "/api/agents/00000000-0000-0000-0000-000000000000")]
    public async Task Api_refuses_what_is_not_the_API(int exitCode, params string[] arguments)
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync(["api", .. arguments])).Should().Be(exitCode, tool.Error);
    }

    [Fact]
    public async Task A_refusal_is_JSON_as_well_if_JSON_is_wanted()
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("status", Guid.NewGuid().ToString(), "--json")).Should().Be(242);

        var error = JsonNode.Parse(tool.Error)!["error"]!;
        error["exitCode"]!.GetValue<int>().Should().Be(242);
        error["code"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_key_can_stand_in_a_file_and_nowhere_on_the_command_line()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["key"], fixture.Backend.ApiKey + "\n");
        using var tool = new ToolRun().With("FLAPJACK_BASE_URL", fixture.Backend.BaseAddress.ToString());
        (await tool.RunAsync("status", fixture.Agent, "--key-file", folder["key"])).Should().Be(0, tool.Error);

        using var refused = new ToolRun(fixture.Backend);
        (await refused.RunAsync("status", fixture.Agent, "--key", "fj_live_x")).Should().Be(2);
    }

    [Fact]
    public async Task Each_command_has_help_with_examples()
    {
        foreach (var command in (string[][])[["serve"], ["create"], ["exec"], ["attach"], ["stop"], ["logs"], ["status"], ["agents"], ["chat"], ["webhook", "verify"], ["webhook", "listen"], ["audit", "verify"], ["mcp"], ["api"], ["completion"]])
        {
            using var tool = new ToolRun();

            (await tool.RunAsync([.. command, "--help"])).Should().Be(0);

            tool.Output.Should().Contain("Examples:").And.Contain($"flapjack {command[0]}");
        }
    }

    [Theory]
    [InlineData("exec", "exe")]
    [InlineData("--watch", "status a --w")]
    [InlineData("python-jupyter", "create a --template py")]
    public async Task The_parser_completes_command_lines(string expected, string line)
    {
        using var tool = new ToolRun();

        (await tool.RunAsync($"[suggest:{line.Length}]", line)).Should().Be(0);

        tool.Output.Split('\n').Should().Contain(expected);
    }
}
