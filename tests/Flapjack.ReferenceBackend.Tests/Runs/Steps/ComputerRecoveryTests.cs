using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

/// <summary>What is known of a command after the backend has died in the middle of its step.</summary>
public sealed class ComputerRecoveryTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_command_that_has_ended_is_not_run_again()
    {
        var call = CallOf("echo line >> \"$HOME/once\"; cat \"$HOME/once\"");
        var outcome = await RunAsync(call);

        var recovery = await RecoverAsync(call);

        recovery.Outcome!.OutputText().Should().Be(outcome.OutputText());
        computer.LinesOf("once").Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_has_failed_has_failed()
    {
        var call = CallOf("exit 4");
        await RunAsync(call);

        (await RecoverAsync(call)).Outcome!.Code().Should().Be("COMMAND_FAILED");
    }

    [Fact]
    public async Task A_command_that_was_never_taken_on_has_not_begun()
    {
        (await RecoverAsync(CallOf("true"))).Should().Be(StepRecovery.NotBegun);
        (await RecoverAsync(CallOf("true", await computer.Server.CreateBareAgentAsync()))).Should().Be(StepRecovery.NotBegun);
    }

    [Fact]
    public async Task A_repeat_is_a_command_of_its_own()
    {
        var call = CallOf("echo line >> \"$HOME/twice\"");
        await RunAsync(call);

        (await RecoverAsync(call with { Attempt = 2 })).Should().Be(StepRecovery.NotBegun);
        await RunAsync(call with { Attempt = 2 });

        computer.LinesOf("twice").Should().Be(2);
    }

    [Fact]
    public async Task The_same_attempt_never_runs_twice()
    {
        var call = CallOf("echo line >> \"$HOME/same\"");

        await RunAsync(call);
        await RunAsync(call);

        computer.LinesOf("same").Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_was_killed_with_the_backend_is_unknown()
    {
        var call = CallOf("kill -KILL $$");
        await RunAsync(call);

        (await RecoverAsync(call)).Should().Be(StepRecovery.Unknown);
    }

    [Fact]
    public async Task After_the_keys_are_forgotten_nobody_knows_whether_a_command_has_run() =>
        (await ComputerSteps.Of(computer, keyRetention: TimeSpan.Zero).RecoverAsync(CallOf("true"), CancellationToken.None)).Should().Be(StepRecovery.Unknown);

    [Fact]
    public async Task Of_an_agent_that_is_gone_nothing_is_known()
    {
        var agent = await computer.Server.CreateReadyAgentAsync();
        var call = CallOf("true", agent);
        await RunAsync(call);
        await computer.Server.DeleteAsync($"/api/agents/{agent}");

        (await RecoverAsync(call)).Should().Be(StepRecovery.Unknown);
        (await RecoverAsync(call with { Step = call.Step with { AgentId = null } })).Should().Be(StepRecovery.Unknown);
    }

    private StepCall CallOf(string command, string? agent = null) => ComputerSteps.CallOf(computer, command, agent: agent);

    private Task<StepOutcome> RunAsync(StepCall call) => ComputerSteps.Of(computer).RunAsync(call, CancellationToken.None).WaitAsync(TestBackend.Patience);

    private Task<StepRecovery> RecoverAsync(StepCall call) => ComputerSteps.Of(computer).RecoverAsync(call, CancellationToken.None).WaitAsync(TestBackend.Patience);
}
