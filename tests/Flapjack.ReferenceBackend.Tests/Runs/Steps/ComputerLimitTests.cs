using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

public sealed class ComputerLimitTests
{
    [Fact]
    public async Task A_command_that_would_exceed_a_limit_waits_for_its_turn_because_nothing_was_run()
    {
        await using var computer = await ReadyComputer.StartAsync(options => options.RateLimits = new() { PerAgentPerMinute = 2 });
        var time = new WatchedTime();
        var step = ComputerSteps.Of(computer, time: time);
        // The first start was that of the fixture, which looks for HOME.
        await step.RunAsync(ComputerSteps.CallOf(computer, "true"), CancellationToken.None);
        var waiting = step.RunAsync(ComputerSteps.CallOf(computer, "echo ran >> \"$HOME/ran\""), CancellationToken.None);
        await time.IsWaitedForAsync(TimeSpan.FromMinutes(1));
        computer.LinesOf("ran").Should().Be(0);

        computer.Clock.Advance(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1));

        (await waiting.WaitAsync(TestBackend.Patience)).Fault.Should().BeNull();
        computer.LinesOf("ran").Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_waits_for_its_turn_ends_with_its_step()
    {
        await using var computer = await ReadyComputer.StartAsync(options => options.RateLimits = new() { PerAgentPerMinute = 1 });
        using var run = new CancellationTokenSource();
        var time = new WatchedTime();
        var waiting = ComputerSteps.Of(computer, time: time).RunAsync(ComputerSteps.CallOf(computer, "touch \"$HOME/ran\""), run.Token);
        await time.IsWaitedForAsync(TimeSpan.FromMinutes(1));

        await run.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
        File.Exists(computer.InHome("ran")).Should().BeFalse();
    }
}
