using System.Net;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

public sealed class RunComputerTests : WireTest
{
    private const string Path = "/api/agents/a1/computer/exec";

    [Fact]
    public async Task Output_is_collected_each_stream_for_itself()
    {
        var result = await Run(Frames.Started + Frames.Stdout("a") + "event: stderr\ndata: {\"chunk\":\"warn\\n\"}\n\n" + Frames.Stdout("b\\n") + Frames.Exit);

        result.Should().BeEquivalentTo(new
        {
            ExecId = "exec_xyz",
            ExitCode = 0,
            Ok = true,
            Stdout = "ab\n",
            Stderr = "warn\n",
            Duration = TimeSpan.FromMilliseconds(4120),
            Truncated = false,
        });
    }

    [Theory]
    [InlineData("""{"ok":true,"exitCode":0}""", true)]
    [InlineData("""{"ok":true,"exitCode":1}""", false)]
    [InlineData("""{"ok":false,"exitCode":0}""", false)]
    [InlineData("""{"ok":false,"exitCode":1}""", false)]
    [InlineData("""{"ok":true,"exitCode":-1}""", false)]
    [InlineData("""{"ok":true,"exitCode":null}""", false)]
    [InlineData("""{"ok":true}""", false)]
    [InlineData("""{"exitCode":0}""", false)]
    [InlineData("{}", false)]
    public async Task Only_ok_with_exit_code_0_is_a_success(string exit, bool ok)
    {
        var result = await Run($"event: exit\ndata: {exit}\n\n");

        result.Ok.Should().Be(ok);
    }

    [Fact]
    public async Task A_result_that_is_a_success_is_handed_on()
    {
        var result = await Run(Frames.Exec);

        var same = result.EnsureSuccess();

        same.Should().BeSameAs(result);
    }

    [Fact]
    public async Task A_failure_shows_both_outputs()
    {
        var result = await Run(Frames.Started + Frames.Stdout("1 failing") + "event: stderr\ndata: {\"chunk\":\"TypeError\"}\n\n" + "event: exit\ndata: {\"ok\":false,\"exitCode\":2}\n\n");

        var thrown = result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>().Which;

        thrown.Message.Should().MatchRegex(@"\AThe command ended with exit code 2 \(exec_xyz\)\.\s+stdout:\s+1 failing\s+stderr:\s+TypeError\z");
        thrown.Result.Should().BeSameAs(result);
    }

    [Fact]
    public async Task A_failure_without_output_or_code_says_that_too()
    {
        var result = await Run("event: exit\ndata: {}\n\n");

        var thrown = result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>().Which;

        thrown.Message.Should().MatchRegex(@"\AThe command ended, and nobody knows how; it may have done its work or not\.\s+stdout: \(empty\)\s+stderr: \(empty\)\z");
    }

    [Fact]
    public void Of_long_output_a_failure_shows_the_end_and_cuts_no_character_in_two()
    {
        var result = new ComputerExecResult { ExitCode = 1, Stdout = "start" + string.Concat(Enumerable.Repeat("🥞", 1_000)) + "x", Stderr = new string('e', 5_000) + "end" };

        var message = result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>().Which.Message;

        message.Should().Contain("stdout (its end):").And.Contain("🥞x").And.NotContain("start").And.EndWith("eend");
        message.Should().Contain(Environment.NewLine + string.Concat(Enumerable.Repeat("🥞", 999)) + "x", "that is no more than 2,000")
            .And.EndWith(Environment.NewLine + new string('e', 1_997) + "end");
        message.Length.Should().BeLessThan(4_200);
        message.EnumerateRunes().Should().NotContain(System.Text.Rune.ReplacementChar);
    }

    [Theory]
    [InlineData("SANDBOX_DESTROYED", typeof(ComputerDestroyedException))]
    [InlineData("COMPUTER_DESTROYED", typeof(ComputerDestroyedException))]
    [InlineData("SANDBOX_NOT_READY", typeof(ComputerNotReadyException))]
    [InlineData("COMPUTER_NOT_READY", typeof(ComputerNotReadyException))]
    [InlineData("STREAM_FAILURE", typeof(FlapjackApiException))]
    public async Task An_error_event_is_the_exception_of_its_code(string code, Type type)
    {
        var run = () => Run(Frames.Started + $"event: error\ndata: {{\"code\":\"{code}\",\"detail\":\"lost it\"}}\n\n");

        var thrown = (await run.Should().ThrowAsync<FlapjackApiException>().WithMessage($"The command on agent a1 (exec_xyz) failed: {code}: lost it.")).Which;
        thrown.Should().BeOfType(type);
        thrown.StatusCode.Should().Be(HttpStatusCode.OK);
        thrown.ErrorCode.Should().Be(code);
        thrown.Detail.Should().Be("lost it");
    }

    [Fact]
    public async Task An_error_event_that_tells_nothing_is_an_exception_as_well()
    {
        var run = () => Run("event: error\ndata: {}\n\n");

        (await run.Should().ThrowExactlyAsync<FlapjackApiException>().WithMessage("The command on agent a1 failed: no code.")).Which.ErrorCode.Should().BeNull();
    }

    [Fact]
    public async Task An_interrupted_stream_is_never_a_result()
    {
        var run = () => Run(Frames.Started + Frames.Stdout("all tests passed"));

        (await run.Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which.ExecId.Should().Be("exec_xyz");
    }

    [Fact]
    public async Task Events_that_nobody_knows_change_nothing()
    {
        var result = await Run("event: resource\ndata: {\"ok\":false}\n\n" + Frames.Exec);

        result.Ok.Should().BeTrue();
    }

    [Fact]
    public async Task Megabytes_of_output_come_through_whole()
    {
        var line = string.Concat(Enumerable.Repeat("0123456789", 1_000));

        var result = await Run(string.Concat(Enumerable.Repeat(Frames.Stdout(line), 300)) + Frames.Exit);

        result.Stdout.Should().HaveLength(3_000_000);
    }

    private Task<ComputerExecResult> Run(string frames)
    {
        Wire.Answers(Path, Answer.Events(frames));
        return Client.RunComputerAsync("a1", new() { Command = "x" }).Soon();
    }
}
