using System.Text;
using System.Text.Json.Nodes;
using Flapjack.Sdk;

namespace Flapjack.Cli.Tests.Execs;

public sealed class ExecTests(BackendFixture fixture) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Both_outputs_arrive_byte_for_byte()
    {
        using var tool = new ToolRun(fixture.Backend);
        var script = @"for i in {0..255}; do printf ""\\x$(printf %x $i)""; done; for i in {255..0}; do printf ""\\x$(printf %x $i)"" >&2; done";

        var exitCode = await tool.RunAsync("exec", fixture.Agent, "--", script);

        exitCode.Should().Be(0);
        tool.OutputBytes.Should().Equal(Enumerable.Range(0, 256).Select(it => (byte)it));
        tool.ErrorBytes.Should().Equal(Enumerable.Range(0, 256).Reverse().Select(it => (byte)it));
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 1", 1)]
    [InlineData("exit 242", 242)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("no-such-program", 127)]
    public async Task The_exit_code_is_the_commands(string command, int expected)
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("exec", fixture.Agent, "--", command)).Should().Be(expected, tool.Error);
    }

    [Fact]
    public async Task A_command_that_runs_into_its_timeout_is_124_and_says_so()
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("exec", fixture.Agent, "--timeout", "1s", "--", "sleep 100")).Should().Be(124);

        tool.Error.Should().Be("flapjack: The command ran into its timeout and was killed.\n");
    }

    [Fact]
    public async Task Several_arguments_arrive_exactly_as_they_are()
    {
        string[] arguments = ["", "a b", "it's", "\"x\"", "two\nlines", "$HOME `id` $(id)", "-la", "--json", "--", "@file", "*", "~", "\\", "ünïcødé 😀", "[suggest]", "a=b", "#", "!", "if", "\t"];
        using var tool = new ToolRun(fixture.Backend);

        var exitCode = await tool.RunAsync(["exec", fixture.Agent, "--", "printf", "%s\\0", .. arguments]);

        exitCode.Should().Be(0, tool.Error);
        tool.Output.Split('\0')[..^1].Should().Equal(arguments);
    }

    [Theory]
    [InlineData("echo $((6 * 7)) | cat && echo 'x y' >&2")]
    public async Task One_argument_is_a_command_line_of_the_shell(string line)
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("exec", fixture.Agent, "--", line)).Should().Be(0);

        (tool.Output, tool.Error).Should().Be(("42\n", "x y\n"));
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("ls", "--json")]
    [InlineData()]
    [InlineData("--")]
    [InlineData("--", "")]
    [InlineData("--", "  ")]
    [InlineData("ls", "--", "x")]
    public async Task A_command_that_does_not_stand_behind_the_dashes_is_not_run(params string[] arguments)
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync(["exec", fixture.Agent, .. arguments])).Should().Be(2);

        tool.Error.Should().Contain("--").And.EndWith("\n").And.Subject.Count(c => c == '\n').Should().Be(1);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_never_the_success_of_the_command()
    {
        await using var backend = await FlapjackBackend.StartAsync(new() { Extensions = false, Faults = new FaultPlan().Add(Fault.CutAfter(0), FaultTarget.Exec) });
        using var client = backend.CreateClient();
        var agent = (await client.CreateAgentFromTemplateAsync(new() { Name = "tests", Template = ComputerTemplate.Blank })).Agent.Id;
        await client.WaitUntilComputerReadyAsync(agent);
        using var tool = new ToolRun(backend);

        (await tool.RunAsync("exec", agent, "--", "true")).Should().Be(244);

        tool.Error.Should().StartWith("flapjack: ").And.NotContain("   at ");
    }

    [Fact]
    public async Task An_interruption_stops_the_command_and_its_last_output_still_comes()
    {
        using var folder = new TempFolder();
        var started = new Latch(folder);
        using var tool = new ToolRun(fixture.Backend);

        var run = tool.RunAsync("exec", fixture.Agent, "--", $"trap 'echo stopped; exit 3' TERM; {started.OpenCommand}; sleep 1000 & wait");
        await started.OpenedAsync();
        tool.Interruption.Raise(2);

        (await run).Should().Be(130);
        tool.Output.Should().Be("stopped\n");
    }

    [Fact]
    public async Task A_second_interruption_leaves_at_once()
    {
        using var tool = new ToolRun(fixture.Backend);

        tool.Interruption.Raise(2);
        tool.Interruption.Raise(2);

        (await tool.Left.Task).Should().Be(130);
        (await tool.RunAsync("exec", fixture.Agent, "--", "true")).Should().Be(130);
    }

    [Fact]
    public async Task A_detached_command_is_followed_by_attach_and_stopped_by_stop()
    {
        using var folder = new TempFolder();
        var latch = new Latch(folder);
        using var detach = new ToolRun(fixture.Backend);
        (await detach.RunAsync("exec", fixture.Agent, "--detach", "--", $"echo one; {latch.Wait}; echo two; exit 7")).Should().Be(0, detach.Error);
        var id = detach.Output.Trim();

        using var attach = new ToolRun(fixture.Backend);
        var following = attach.RunAsync("attach", fixture.Agent, id);
        latch.Open();

        (await following).Should().Be(7);
        attach.Output.Should().Be("one\ntwo\n");
        using var stop = new ToolRun(fixture.Backend);
        (await stop.RunAsync("stop", fixture.Agent, id)).Should().Be(0, "a command that has ended is no error");
    }

    [Fact]
    public async Task With_json_each_event_is_a_line_and_bytes_that_are_no_text_are_not_lost()
    {
        using var tool = new ToolRun(fixture.Backend);

        (await tool.RunAsync("exec", fixture.Agent, "--json", "--", "printf 'a\\xff'; exit 3")).Should().Be(3);

        var events = tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        events[0]["type"]!.GetValue<string>().Should().Be("exec_started");
        events[^1]["exitCode"]!.GetValue<int>().Should().Be(3);
        events.Where(it => it["type"]!.GetValue<string>() == "stdout").Select(it => it["base64"]!.GetValue<string>()).Should().Contain(Convert.ToBase64String([(byte)'a', 0xff]));
    }

    [Fact]
    public async Task What_goes_wrong_has_its_own_exit_code_and_one_line_without_the_key()
    {
        (await FailAsync(tool => tool, "exec", Guid.NewGuid().ToString(), "--", "true")).Should().Be(242);
        (await FailAsync(tool => tool.With("FLAPJACK_API_KEY", "fj_live_wrong_wrong_wrong"), "exec", fixture.Agent, "--", "true")).Should().Be(241);
        (await FailAsync(tool => tool, "exec", fixture.Agent, "--base-url", "http://127.0.0.1:1", "--", "true")).Should().Be(243);
        (await FailAsync(tool => tool.With("FLAPJACK_API_KEY", ""), "exec", fixture.Agent, "--", "true")).Should().Be(2);
        (await FailAsync(tool => tool, "exec", fixture.Agent, "--base-url", "nonsense", "--", "true")).Should().Be(2);
        (await FailAsync(tool => tool, "exec", fixture.Agent, "--timeout", "soon", "--", "true")).Should().Be(2);
        (await FailAsync(tool => tool, "exec", fixture.Agent, "--workdir", "relative", "--", "true")).Should().Be(240);
    }

    private async Task<int> FailAsync(Func<ToolRun, ToolRun> change, params string[] arguments)
    {
        using var tool = change(new(fixture.Backend));
        var exitCode = await tool.RunAsync(arguments);
        tool.OutputBytes.Should().BeEmpty();
        tool.Error.Should().StartWith("flapjack: ").And.NotContain(fixture.Backend.ApiKey).And.NotContain("   at ");
        Encoding.UTF8.GetString(tool.ErrorBytes).TrimEnd('\n').Should().NotContain("\n");
        return exitCode;
    }
}
