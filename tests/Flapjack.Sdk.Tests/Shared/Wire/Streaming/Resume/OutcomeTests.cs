namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class OutcomeTests : ResumeTest
{
    public static TheoryData<string, ComputerExecOutcome, bool> Exits => new()
    {
        { """{"ok":true,"exitCode":0,"durationMs":7,"truncated":false}""", new ComputerExecOutcome.Exited(0), true },
        { """{"ok":true,"exitCode":0,"timedOut":false,"signal":null}""", new ComputerExecOutcome.Exited(0), true },
        { """{"ok":false,"exitCode":137}""", new ComputerExecOutcome.Exited(137), false },
        { """{"ok":false,"exitCode":3,"timedOut":false,"signal":null}""", new ComputerExecOutcome.Exited(3), false },
        { """{"ok":true,"exitCode":1}""", new ComputerExecOutcome.Exited(1), false },
        { """{"ok":false,"exitCode":0}""", new ComputerExecOutcome.Exited(0), false },
        { """{"ok":false,"exitCode":137,"timedOut":false,"signal":"SIGKILL"}""", new ComputerExecOutcome.Signaled("SIGKILL"), false },
        { """{"ok":true,"exitCode":0,"signal":"SIGTERM"}""", new ComputerExecOutcome.Signaled("SIGTERM"), false },
        { """{"ok":false,"exitCode":null,"signal":"SIGSEGV"}""", new ComputerExecOutcome.Signaled("SIGSEGV"), false },
        { """{"ok":false,"exitCode":124,"timedOut":true,"signal":null}""", new ComputerExecOutcome.TimedOut(), false },
        { """{"ok":false,"exitCode":137,"timedOut":true,"signal":"SIGKILL"}""", new ComputerExecOutcome.TimedOut(), false },
        { """{"ok":true,"exitCode":0,"timedOut":true}""", new ComputerExecOutcome.TimedOut(), false },
        { """{"ok":true,"exitCode":null}""", new ComputerExecOutcome.Unknown(), false },
        { """{"ok":true}""", new ComputerExecOutcome.Unknown(), false },
        { "{}", new ComputerExecOutcome.Unknown(), false },
    };

    [Theory]
    [MemberData(nameof(Exits))]
    public async Task An_exit_is_one_of_four_outcomes_and_only_one_of_them_a_success(string exit, ComputerExecOutcome outcome, bool ok)
    {
        var result = await Run(Wired.Exit(2, exit));

        result.Outcome.Should().Be(outcome);
        result.Ok.Should().Be(ok);
        if (ok)
        {
            result.EnsureSuccess().Should().BeSameAs(result);
        }
        else
        {
            result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>().Which.Result.Should().BeSameAs(result);
        }
    }

    [Theory]
    [InlineData("""{"ok":false,"exitCode":3}""", "ended with exit code 3 (exec_1).")]
    [InlineData("""{"ok":false,"exitCode":137,"signal":"SIGKILL"}""", "was ended by SIGKILL (exec_1).")]
    [InlineData("""{"ok":false,"exitCode":124,"timedOut":true}""", "ran into its timeout and was killed (exec_1).")]
    [InlineData("""{"ok":true}""", "nobody knows how")]
    public async Task What_is_no_success_says_what_it_is(string exit, string message)
    {
        var result = await Run(Wired.Exit(2, exit));

        result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>().Which.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData("id: 3\n")]
    [InlineData("")]
    public async Task A_server_that_does_not_know_itself_gives_an_unknown_outcome_with_what_had_come(string id)
    {
        var result = await Run(Wired.Stdout(2, "half") + $"{id}event: error\ndata: {{\"code\":\"EXEC_OUTCOME_UNKNOWN\",\"detail\":\"It crashed.\"}}\n\n");

        result.Outcome.Should().Be(new ComputerExecOutcome.Unknown());
        (result.Ok, result.ExitCode, result.Stdout, result.ExecId).Should().Be((false, null, "half", "exec_1"));
        result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>();
    }

    [Fact]
    public async Task To_a_reader_of_events_it_is_an_event()
    {
        var events = Exec();
        await (await Next()).Streams("event: error\ndata: {\"code\":\"EXEC_OUTCOME_UNKNOWN\"}\n\n");

        (await events).Should().ContainSingle().Which.Should().BeOfType<ExecErrorEvent>().Which.Code.Should().Be("EXEC_OUTCOME_UNKNOWN");
    }

    [Theory]
    [InlineData("SANDBOX_DESTROYED", typeof(ComputerDestroyedException))]
    [InlineData("COMPUTER_DESTROYED", typeof(ComputerDestroyedException))]
    [InlineData("SANDBOX_NOT_READY", typeof(ComputerNotReadyException))]
    [InlineData("SPAWN_FAILED", typeof(FlapjackApiException))]
    [InlineData("exec_outcome_unknown", typeof(FlapjackApiException))]
    public async Task Every_other_error_is_an_exception(string code, Type type)
    {
        var run = Run($"id: 2\nevent: error\ndata: {{\"code\":\"{code}\",\"detail\":\"because\"}}\n\n");

        var thrown = await Thrown<FlapjackApiException>(run);

        thrown.Should().BeOfType(type);
        thrown.ErrorCode.Should().Be(code);
    }

    [Fact]
    public async Task An_error_without_a_code_is_an_exception_too()
    {
        (await Thrown<FlapjackApiException>(Run("id: 2\nevent: error\ndata: {}\n\n"))).ErrorCode.Should().BeNull();
    }

    [Fact]
    public void A_result_that_nobody_filled_in_is_no_success()
    {
        var result = new ComputerExecResult();

        result.Outcome.Should().Be(new ComputerExecOutcome.Unknown());
        result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>();
    }

    private async Task<ComputerExecResult> Run(string framesAfterStarted)
    {
        var run = Run();
        await (await Next()).Streams(Wired.Started + framesAfterStarted);
        return await run;
    }
}
