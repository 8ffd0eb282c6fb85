using System.Net;
using System.Text.Json;
using static Flapjack.Sdk.Extensions.AI.Tests.WireClient;

namespace Flapjack.Sdk.Extensions.AI.Tests.Computers;

public sealed class RunCommandTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Fact]
    public async Task A_command_returns_its_exit_code_and_both_outputs()
    {
        var result = await Run("echo out; echo err >&2; exit 3");

        result.GetRawText().Should().Be("""{"exitCode":3,"stdout":"out\n","stderr":"err\n"}""");
    }

    [Fact]
    public async Task Text_reaches_the_model_without_escapes()
    {
        var result = await Run("printf '<ä&\\360\\237\\230\\200>\\0'");

        result.GetProperty("stdout").GetString().Should().Be("<ä&😀>\uFFFD");
        result.GetRawText().Should().Contain("<ä&");
    }

    [Fact]
    public async Task Of_a_long_output_the_model_is_told_the_beginning_and_the_end()
    {
        var result = await computer.CallAsync("run_command", new { command = "seq 1 100000; seq 1 3 >&2" }, new() { MaxOutputLength = 200 });

        var stdout = result.GetProperty("stdout").GetString()!;
        stdout.Should().StartWith("1\n2\n3\n").And.EndWith("99999\n100000\n").And.Contain("[588695 characters are left out here.").And.HaveLength(200 + "\n[588695 characters are left out here. Write the output to a file, and read the parts that you need.]\n".Length);
        result.GetProperty("stderr").GetString().Should().Be("1\n2\n3\n");
    }

    [Fact]
    public async Task A_command_that_runs_too_long_is_killed_and_the_model_is_told()
    {
        var result = await computer.CallAsync("run_command", new { command = "echo begun; sleep 600", timeoutSec = "1" });

        result.GetProperty("timedOut").GetBoolean().Should().BeTrue();
        result.GetProperty("note").GetString().Should().Contain("killed after 1 s").And.Contain("timeoutSec");
        result.GetProperty("stdout").GetString().Should().Be("begun\n");
    }

    [Fact]
    public async Task A_signal_is_told()
    {
        (await Run("kill -KILL $$")).GetProperty("signal").GetString().Should().Be("SIGKILL");
    }

    [Theory]
    [InlineData("""{}""", "command is required")]
    [InlineData("""{"command":" "}""", "command is required")]
    [InlineData("""{"command":7}""", "command must be a string")]
    [InlineData("""{"command":"echo x > f","timeoutSec":0}""", "timeoutSec must be a whole number, 1 to 1800")]
    [InlineData("""{"command":"echo x > f","timeoutSec":1801}""", "1 to 1800")]
    [InlineData("""{"command":"echo x > f","timeoutSec":1.5}""", "whole number")]
    [InlineData("""{"command":"echo x > f","timeoutSec":"soon"}""", "whole number")]
    [InlineData("""{"command":"echo \u0000"}""", "NUL")]
    [InlineData("""{"command":"echo x","workingDir":"/nowhere"}""", "workingDir '/nowhere'")]
    public async Task Wrong_arguments_are_told_and_nothing_runs(string arguments, string told)
    {
        var result = await computer.CallAsync("run_command", JsonElement.Parse(arguments));

        result.GetProperty("error").GetString().Should().Contain(told);
        (await computer.BashAsync("ls")).Should().NotContain("f\n");
    }

    [Fact]
    public async Task The_folder_is_that_of_the_options_unless_the_model_names_another()
    {
        await computer.BashAsync("mkdir -p one two");
        var options = new ComputerToolsOptions { WorkingDirectory = "/workspace/one" };

        (await computer.CallAsync("run_command", new { command = "basename $PWD" }, options)).GetProperty("stdout").GetString().Should().Be("one\n");
        (await computer.CallAsync("run_command", new { command = "basename $PWD", workingDir = "/workspace/two" }, options)).GetProperty("stdout").GetString().Should().Be("two\n");
    }

    [Fact]
    public async Task Output_is_told_as_it_comes()
    {
        var told = new List<(string Type, string Text)>();
        await computer.CallAsync("run_command", new { command = "echo a; echo b >&2" }, new() { OnOutput = (output, _) => { told.Add((output.Type, output.Chunk)); return default; } });

        told.Should().BeEquivalentTo([("stdout", "a\n"), ("stderr", "b\n")]);
    }

    [Fact]
    public async Task A_cancelled_call_stops_the_command()
    {
        using var source = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var call = ComputerFixture.CallAsync(
            computer.Client, computer.AgentId, "run_command", new { command = "echo $$ > cancelled; echo go; sleep 1000" },
            new() { OnOutput = (_, _) => { begun.TrySetResult(); return default; } }, source.Token);
        await begun.Task.WaitAsync(Limit.Time);
        await source.CancelAsync();

        await call.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.HoldsAsync(async () => (await computer.BashAsync("kill -0 $(cat cancelled) 2>/dev/null && echo lives || echo gone")) == "gone\n", "the command is stopped");
    }

    [Fact]
    public async Task A_broken_stream_is_told_as_unknown_and_never_as_a_success()
    {
        using var wire = new WireClient();
        wire.Streams(Frame("exec_started", """{"execId":"e1"}"""), Frame("stdout", """{"chunk":"half"}"""));

        var result = await ComputerFixture.CallAsync(wire.Client, "a1", "run_command", new { command = "make" }, null, Limit.Token);

        wire.Requests.Should().ContainSingle().Which.Body.Should().Be("""{"command":"make","timeoutSec":120}""");
        result.GetProperty("exitCode").ValueKind.Should().Be(JsonValueKind.Null);
        result.GetProperty("error").GetString().Should().Contain("nobody knows what became of the call");
        result.GetProperty("stdout").GetString().Should().Be("half");
    }

    [Theory]
    [InlineData("exit", """{"ok":true,"durationMs":1}""", "nobody knows how")]
    [InlineData("exit", """{"ok":false,"exitCode":0,"durationMs":1}""", "did not succeed")]
    [InlineData("error", """{"code":"EXEC_LOST","detail":"The host died."}""", "lost the command*The host died.")]
    public async Task An_end_that_is_no_success_is_told(string name, string data, string told)
    {
        using var wire = new WireClient();
        wire.Streams(Frame("exec_started", """{"execId":"e1"}"""), Frame(name, data));

        (await ComputerFixture.CallAsync(wire.Client, "a1", "run_command", new { command = "make" }, null, Limit.Token)).GetProperty("error").GetString().Should().Match($"*{told}*");
    }

    [Theory]
    [InlineData(429, "takes no more calls")]
    [InlineData(500, "nobody knows")]
    [InlineData(422, "refused the call")]
    public async Task What_a_model_can_act_on_is_told(int status, string told)
    {
        using var wire = new WireClient();
        wire.Refuses((HttpStatusCode)status, """{"error":"X","detail":"y"}""");

        (await ComputerFixture.CallAsync(wire.Client, "a1", "run_command", new { command = "make" }, null, Limit.Token)).GetProperty("error").GetString().Should().Contain(told);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task What_only_the_developer_can_act_on_is_thrown(int status)
    {
        using var wire = new WireClient();
        wire.Refuses((HttpStatusCode)status, """{"error":"X","detail":"y"}""").Refuses((HttpStatusCode)status, """{"error":"X","detail":"y"}""");

        await wire.Client.Invoking(it => ComputerFixture.CallAsync(it, "a1", "run_command", new { command = "make" }, null, Limit.Token)).Should().ThrowAsync<FlapjackApiException>();
        await wire.Client.Invoking(it => ComputerFixture.CallAsync(it, "a1", "read_file", new { path = "x" }, null, Limit.Token)).Should().ThrowAsync<FlapjackApiException>();
    }

    private Task<JsonElement> Run(string command) => computer.CallAsync("run_command", new { command });
}
