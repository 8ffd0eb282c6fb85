using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

public sealed class ComputerStepTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_command_runs_on_the_computer_of_the_agent()
    {
        var outcome = await RunAsync(CallOf("echo out; echo err >&2"));

        (outcome.Fault, outcome.OutputText()).Should().Be(
            (null, """{"exit_code":0,"stdout":"out\n","stderr":"err\n","timed_out":false,"signal":null,"json":null}"""));
    }

    [Fact]
    public async Task What_a_command_prints_as_JSON_can_be_used_by_later_steps() =>
        (await RunAsync(CallOf("""echo '{"files":[1, 2]}'"""))).Output!.Value.GetProperty("json").GetRawText().Should().Be("""{"files":[1,2]}""");

    [Theory]
    [InlineData("[")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("\\ud800")]
    public async Task What_is_no_JSON_that_can_be_handed_on_stays_text(string printed)
    {
        var output = (await RunAsync(CallOf($"printf '%s' '{printed}'"))).Output!.Value;

        (output.GetProperty("stdout").GetString(), output.GetProperty("json").ValueKind).Should().Be((printed, JsonValueKind.Null));
    }

    [Theory]
    [InlineData("""{"topic":"$(touch owned); `touch owned`; touch owned; ' \" \\"}""")]
    [InlineData("\"'; touch owned; '\"")]
    [InlineData("""{"a":"\n$HOME\u0000"}""")]
    public async Task The_input_reaches_the_command_as_a_variable_and_never_as_shell(string input)
    {
        var outcome = await RunAsync(CallOf("printf '%s' \"$FLAPJACK_INPUT\"; ls owned 2>/dev/null", input: input, more: ""","allowFailure":true"""));

        outcome.Output!.Value.GetProperty("stdout").GetString().Should().Be(input);
        outcome.Output!.Value.GetProperty("exit_code").GetInt32().Should().NotBe(0, "there is no file of the name owned");
    }

    [Theory]
    [InlineData(64 * 1024, null)]
    [InlineData((64 * 1024) + 1, "INPUT_TOO_LARGE")]
    public async Task An_input_has_at_most_64_KiB(int length, string? code)
    {
        var outcome = await RunAsync(CallOf("printf '%s' \"$FLAPJACK_INPUT\" | wc -c", input: $"\"{new string('x', length - 2)}\""));

        outcome.Code().Should().Be(code);
        if (code is null)
        {
            outcome.Output!.Value.GetProperty("stdout").GetString().Should().Be($"{length}\n");
        }
    }

    [Fact]
    public async Task A_command_that_fails_fails_the_step_unless_it_may_fail()
    {
        const string Output = """{"exit_code":3,"stdout":"","stderr":"no\n","timed_out":false,"signal":null,"json":null}""";

        var failed = await RunAsync(CallOf("echo no >&2; exit 3"));
        var allowed = await RunAsync(CallOf("echo no >&2; exit 3", more: ""","allowFailure":true"""));

        (failed.Code(), failed.OutputText()).Should().Be(("COMMAND_FAILED", Output));
        failed.Fault!.Message.Should().Be("The command of the step 'Step' ended with the exit code 3. Its output tells more.");
        (allowed.Fault, allowed.OutputText()).Should().Be((null, Output));
    }

    [Fact]
    public async Task A_command_runs_where_it_is_configured_to_run()
    {
        await RunAsync(CallOf("mkdir -p deep"));

        (await RunAsync(CallOf("basename \"$PWD\"", more: ""","workingDir":"/workspace/deep" """))).Output!.Value.GetProperty("stdout").GetString().Should().Be("deep\n");
        (await RunAsync(CallOf("touch ran", more: ""","workingDir":"/workspace/none" """))).Code().Should().Be("INVALID_CONFIG");
        (await RunAsync(CallOf("touch ran", more: ""","workingDir":"/etc" """))).Code().Should().Be("INVALID_CONFIG");
        (await RunAsync(CallOf("ls ran"))).Code().Should().Be("COMMAND_FAILED", "the other two commands did not run");
    }

    [Fact]
    public async Task A_step_that_is_ended_kills_everything_and_waits_until_it_is_dead()
    {
        using var run = new CancellationTokenSource();
        var running = RunAsync(CallOf($"mkfifo \"$HOME/begun\"; (sleep 1000; true) & echo $! > \"$HOME/begun\"; wait", more: ""), run.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(computer.InHome("begun"))), "the pipe is there", TestBackend.Patience);
        var child = int.Parse(await computer.ReadPipeAsync("begun"), System.Globalization.CultureInfo.InvariantCulture);

        await run.CancelAsync();

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        // A process that is dead and not yet buried has no command line.
        (File.Exists($"/proc/{child}/cmdline") ? await File.ReadAllTextAsync($"/proc/{child}/cmdline") : "").Should().BeEmpty();
    }

    [Fact]
    public async Task An_agent_without_a_computer_gets_one()
    {
        var agent = await computer.Server.CreateBareAgentAsync();

        (await RunAsync(CallOf("echo made", agent: agent))).Output!.Value.GetProperty("stdout").GetString().Should().Be("made\n");
    }

    [Fact]
    public async Task A_computer_that_is_gone_is_told()
    {
        var (destroyed, deleted) = (await computer.Server.CreateReadyAgentAsync(), await computer.Server.CreateReadyAgentAsync());
        await computer.Server.Backend.Computers.DestroyAsync(destroyed);
        await computer.Server.DeleteAsync($"/api/agents/{deleted}");

        var outcomes = new[] { await RunAsync(CallOf("true", agent: destroyed)), await RunAsync(CallOf("true", agent: deleted)) };

        outcomes.Select(outcome => outcome.Code()).Should().AllBe("COMPUTER_UNAVAILABLE");
        outcomes[0].Fault!.Message.Should().Contain("in state 'destroyed'");
        outcomes[1].Fault!.Message.Should().Contain("was deleted");
    }

    [Fact]
    public async Task A_step_whose_agent_was_deleted_from_the_runner_says_so()
    {
        var call = CallOf("true");

        (await RunAsync(call with { Step = call.Step with { AgentId = null } })).Code().Should().Be("COMPUTER_UNAVAILABLE");
    }

    private StepCall CallOf(string command, string input = "null", string more = "", string? agent = null) =>
        ComputerSteps.CallOf(computer, command, input, more, agent);

    private Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken = default) =>
        ComputerSteps.Of(computer).RunAsync(call, cancellationToken).WaitAsync(TestBackend.Patience, CancellationToken.None);
}
