using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

public sealed class ResultTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_result_tells_what_came_out_and_how_it_ended()
    {
        var result = await computer.RunAsync("echo out; echo err >&2");

        result.Should().BeEquivalentTo(new { ExitCode = 0, Ok = true, Stdout = "out\n", Stderr = "err\n", Truncated = false });
        result.ExecId.Should().StartWith("exec_");
        result.Duration.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThan(Limit.Time);
        result.EnsureSuccess().Should().BeSameAs(result);
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("false", 1)]
    [InlineData("no-such-program 2>/dev/null", 127)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("if then", 2)]
    [InlineData("yes | head -1; exit ${PIPESTATUS[0]}", 141)]
    public async Task A_command_that_fails_is_a_result_not_an_exception(string command, int exitCode)
    {
        var result = await computer.RunAsync(command);

        result.Should().BeEquivalentTo(new { ExitCode = exitCode, Ok = false });
    }

    [Fact]
    public async Task A_failure_can_be_made_an_exception_that_shows_the_end_of_both_outputs()
    {
        var result = await computer.RunAsync("seq 10000; echo 'the last word'; seq 20000 29999 >&2; echo 'error: no such thing ✗' >&2; exit 42");

        var act = () => result.EnsureSuccess();

        var failure = act.Should().Throw<ComputerExecFailedException>().Which;
        failure.Message.Should().Contain("exit code 42").And.Contain("the last word").And.Contain("error: no such thing ✗").And.Contain(result.ExecId);
        failure.Message.Length.Should().BeLessThan(5_000);
        failure.Result.Should().BeSameAs(result);
    }

    [Fact]
    public async Task Twenty_commands_at_once_do_not_mix_their_outputs()
    {
        var runs = Enumerable.Range(0, 20).Select(i => computer.RunAsync($"for k in 1 2 3; do echo out {i}; echo err {i} >&2; sleep 0.01; done; exit {i}"));

        var results = await Task.WhenAll(runs);

        results.Should().BeEquivalentTo(
            Enumerable.Range(0, 20).Select(i => new
            {
                ExitCode = i,
                Stdout = string.Concat(Enumerable.Repeat($"out {i}\n", 3)),
                Stderr = string.Concat(Enumerable.Repeat($"err {i}\n", 3)),
            }),
            options => options.WithStrictOrdering());
        results.Select(result => result.ExecId).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Standard_input_is_empty()
    {
        var result = await computer.RunAsync("cat; read -r line; echo $?");

        result.Stdout.Should().Be("1\n");
    }

    [Fact]
    public async Task The_computer_is_persistent_from_one_command_to_the_next()
    {
        await computer.RunAsync("echo 'kept ✓' > note; export NOT_KEPT=1; cd /");

        var result = await computer.RunAsync("cat note; echo \"[$NOT_KEPT]\"; basename \"$PWD\"");

        result.EnsureSuccess().Stdout.Should().Be("kept ✓\n[]\nworkspace\n");
    }

    [Fact]
    public async Task Each_computer_has_a_home_of_its_own()
    {
        var other = await computer.Client.CreateReadyAsync(new() { Name = "other", Template = ComputerTemplate.Blank });
        await computer.RunAsync("echo mine > ~/mine");

        var result = await computer.Client.RunAsync(other, "ls ~/mine 2>/dev/null; echo \"$HOME\"");

        result.Stdout.Should().NotBe((await computer.RunAsync("echo \"$HOME\"")).Stdout).And.NotContain("mine");
    }

    [Theory]
    [InlineData("/workspace", "workspace")]
    [InlineData("/workspace/made here/ünï", "ünï")]
    [InlineData("made here", "made here")]
    public async Task A_command_runs_where_it_is_told_to(string workingDir, string folder)
    {
        await computer.RunAsync("mkdir -p 'made here/ünï'");

        var result = await computer.Client.RunComputerAsync(computer.AgentId, new() { Command = "basename \"$PWD\"", WorkingDir = workingDir }, Limit.Token);

        result.EnsureSuccess().Stdout.Should().Be(folder + "\n");
    }

    [Theory]
    [InlineData("/workspace/absent")]
    [InlineData("/workspace/..")]
    [InlineData("/etc")]
    [InlineData("../../..")]
    public async Task A_place_that_is_absent_or_outside_of_the_workspace_is_refused(string workingDir)
    {
        var act = () => computer.Client.RunComputerAsync(computer.AgentId, new() { Command = "pwd", WorkingDir = workingDir }, Limit.Token);

        (await act.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_WORKING_DIR");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../keys")]
    [InlineData("a/b")]
    [InlineData("%2e%2e")]
    [InlineData("😀 ?#")]
    [InlineData("'; DROP TABLE agents; --")]
    public async Task A_hostile_agent_id_is_nobodys(string agentId)
    {
        var act = () => computer.Client.RunAsync(agentId, "true");

        await act.Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [FactWithTools("node")]
    public async Task A_dev_server_that_a_command_left_running_is_seen_in_the_status()
    {
        var folder = HostTools.FolderOf("node")!;
        var created = await computer.Client.CreateAgentFromTemplateAsync(new() { Name = "server", Template = ComputerTemplate.Blank }, Limit.Token);
        await computer.Client.StreamBootstrapAsync(created.Agent.Id, Limit.Token).LastAsync();

        var started = await computer.Client.RunAsync(
            created.Agent.Id,
            $"""
            export PATH="{folder}:$PATH"
            node -e 'const s = require("http").createServer().listen(0, "127.0.0.1", () => require("fs").writeFileSync("port", s.address().port + "\n"))' &
            until [ -s port ]; do sleep 0.01; done
            cat port
            """);
        var status = await computer.Client.GetComputerStatusAsync(created.Agent.Id, Limit.Token);

        status.Signals.DevServer.Should().BeEquivalentTo(new { Port = int.Parse(started.EnsureSuccess().Stdout), Listening = true });
        await computer.Client.DeleteAgentAsync(created.Agent.Id, Limit.Token);
    }
}
