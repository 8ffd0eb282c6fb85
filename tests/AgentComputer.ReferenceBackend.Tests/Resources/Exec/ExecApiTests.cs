using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Tests.Resources.Processes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Exec;

public sealed class ExecApiTests(GatewayRoom room) : IClassFixture<GatewayRoom>
{
    [Fact]
    public async Task A_command_runs_without_a_shell_and_its_output_is_told()
    {
        var (status, answer) = await RunAsync("""{"command":["bash","-c","echo \"$1\"; pwd >&2; exit 3","name","$HOME; *"],"cwd":"/home/node/workspace","env":{"A":"b"},"user":"node"}""");

        status.Should().Be(200);
        answer["exit_code"]!.GetValue<int>().Should().Be(3);
        answer["stdout"]!.GetValue<string>().Should().Be("$HOME; *\n");
        answer["stderr"]!.GetValue<string>().Should().EndWith("/home/workspace\n");
        answer["duration_ms"]!.GetValue<long>().Should().BeGreaterThanOrEqualTo(0);
        answer.Select(field => field.Key).Should().Equal("exit_code", "stdout", "stderr", "duration_ms");
    }

    [Fact]
    public async Task Variables_reach_the_command()
    {
        var (_, answer) = await RunAsync("""{"command":["printenv","A","PATH"],"env":{"A":"b c"}}""");

        answer["stdout"]!.GetValue<string>().Should().Be("b c\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
    }

    [Fact]
    public async Task A_command_that_reads_gets_the_end_at_once()
    {
        var (_, answer) = await RunAsync("""{"command":["cat"]}""");

        answer["exit_code"]!.GetValue<int>().Should().Be(0);
    }

    [Fact]
    public async Task A_signal_is_the_exit_code_minus_one()
    {
        var (_, answer) = await RunAsync("""{"command":["bash","-c","kill -9 $$"]}""");

        answer["exit_code"]!.GetValue<int>().Should().Be(-1);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced()
    {
        var (_, answer) = await RunAsync("""{"command":["printf","a\\377b"]}""");

        answer["stdout"]!.GetValue<string>().Should().Be("a\uFFFDb");
    }

    [Fact]
    public async Task Each_stream_is_cut_behind_ten_MiB()
    {
        var (_, answer) = await RunAsync("""{"command":["bash","-c","head -c 12000000 /dev/zero | tr '\\0' x; echo done >&2"],"timeout_ms":300000}""");

        answer["stdout"]!.GetValue<string>().Length.Should().BeInRange(10 * 1024 * 1024, 10 * 1024 * 1024 + 32 * 1024);
        answer["stderr"]!.GetValue<string>().Should().Be("done\n");
    }

    [Theory]
    [InlineData("""{"command":["bash","-c","echo first; sleep 1000; :"],"timeout_ms":4000}""", 4)]
    [InlineData("""{"command":["bash","-c","echo first; sleep 1000; :"]}""", 30)]
    [InlineData("""{"command":["bash","-c","echo first; sleep 1000; :"],"timeout_ms":900000}""", 300)]
    public async Task A_timeout_is_told_with_what_the_command_wrote(string body, int seconds)
    {
        // The command runs on a computer of its own, so that the test sees it start.
        var id = await room.NewComputerAsync();
        var programs = room.Backend.Parts.House.Computers.Find(id)!.Programs;
        var running = room.Api.PostAsync($"/v1/computers/{id}/exec", GatewayRoom.Json(body));
        await Eventually.HoldsAsync(() => programs.Live.Count == 1, "the command runs");
        using var reader = programs.Live[0].Attach();
        // The processes carry the id that the engine has given the computer.
        var mark = $"AGENTCOMPUTER_COMPUTER_ID={room.Backend.Parts.House.Computers.Find(id)!.Id}";
        await Eventually.HoldsAsync(() => HostProcesses.WithEnvironment(mark).Length > 1, "the command has written and sleeps");

        room.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        running.IsCompleted.Should().BeFalse();
        room.Clock.Advance(TimeSpan.FromSeconds(1));

        using var answer = await running.WaitAsync(Limit.Time);
        ((int)answer.StatusCode).Should().Be(408);
        var error = (await GatewayRoom.JsonOf(answer))["error"]!;
        error["code"]!.GetValue<string>().Should().Be("exec_timeout");
        error["message"]!.GetValue<string>().Should().Contain($"{seconds * 1000} ms");
        error["stdout"]!.GetValue<string>().Should().Be("first\n");
        HostProcesses.WithEnvironment(mark).Should().BeEmpty();
    }

    [Theory]
    [InlineData("{}", "command")]
    [InlineData("""{"command":[]}""", "command")]
    [InlineData("""{"command":[""]}""", "command")]
    [InlineData("""{"command":"ls -la"}""", "command")]
    [InlineData("""{"command":["ls",1]}""", "command")]
    [InlineData("""{"command":["ls"],"env":{"A":1}}""", "env.A")]
    [InlineData("""{"command":["ls"],"env":[]}""", "env")]
    [InlineData("""{"command":["ls"],"timeout_ms":-1}""", "timeout_ms")]
    [InlineData("""{"command":["ls"],"timeout_ms":"1s"}""", "timeout_ms")]
    [InlineData("""{"command":["ls"],"user":"root"}""", "user")]
    [InlineData("""{"command":["ls"],"cwd":"/etc"}""", "/etc")]
    [InlineData("""{"command":["no-such-program"]}""", "no-such-program")]
    [InlineData("""{"command":["ls"],"env":{"A=B":"c"}}""", "A=B")]
    public async Task A_bad_request_is_refused_by_the_name_of_its_field(string body, string words)
    {
        var (status, answer) = await RunAsync(body);

        status.Should().Be(400);
        answer["error"]!["code"]!.GetValue<string>().Should().Be("invalid_request");
        answer["error"]!["message"]!.GetValue<string>().Should().Contain(words);
    }

    [Fact]
    public async Task A_stopped_computer_runs_nothing_and_is_not_started()
    {
        var id = await room.NewComputerAsync();
        await room.Api.PostAsync($"/v1/computers/{id}/actions/stop", null);
        await room.StateBecomesAsync(id, "stopped");

        using var answer = await room.Api.PostAsync($"/v1/computers/{id}/exec", GatewayRoom.Json("""{"command":["ls"]}"""));

        ((int)answer.StatusCode).Should().Be(409);
        (await GatewayRoom.JsonOf(answer))["error"]!["code"]!.GetValue<string>().Should().Be("computer_not_running");
        await room.StateBecomesAsync(id, "stopped");
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_the_command()
    {
        var id = await room.NewComputerAsync();
        var programs = room.Backend.Parts.House.Computers.Find(id)!.Programs;
        using var leave = new CancellationTokenSource();
        var running = room.Api.PostAsync($"/v1/computers/{id}/exec", GatewayRoom.Json("""{"command":["sleep","1000"]}"""), leave.Token);
        await Eventually.HoldsAsync(() => programs.Live.Count == 1, "the command runs");

        await leave.CancelAsync();

        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Eventually.HoldsAsync(() => programs.Live.Count == 0, "nobody waits for the command any more");
    }

    [Fact]
    public async Task An_unknown_computer_is_not_found()
    {
        using var answer = await room.Api.PostAsync($"/v1/computers/{Guid.NewGuid()}/exec", GatewayRoom.Json("""{"command":["ls"]}"""));

        ((int)answer.StatusCode).Should().Be(404);
    }

    private async Task<(int Status, JsonObject Answer)> RunAsync(string body)
    {
        using var answer = await room.Api.PostAsync($"/v1/computers/{room.ComputerId}/exec", GatewayRoom.Json(body));
        return ((int)answer.StatusCode, await GatewayRoom.JsonOf(answer));
    }
}
