using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Lifecycle;

/// <summary>Two hours without a command, in no time, as a caller sees them.</summary>
public sealed class IdleTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private ReadyComputer _computer = null!;

    public async Task InitializeAsync() => _computer = await ReadyComputer.StartAsync(new() { TimeProvider = _clock });

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task A_computer_falls_asleep_and_the_next_command_finds_everything_as_it_was()
    {
        var background = HostProcesses.Read((await _computer.RunAsync("echo kept > ~/kept; echo here > here; sleep 1000 & echo $!")).Stdout);

        _clock.Advance(TimeSpan.FromHours(2));
        await BecomesAsync(ComputerLifecycleStatus.Idle);
        await HostProcesses.EndPromptlyAsync(background);
        var result = await _computer.RunAsync("cat ~/kept here; pwd");

        result.EnsureSuccess().Stdout.Should().StartWith("kept\nhere\n");
        (await StatusAsync()).Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task Whoever_watches_sees_it_fall_asleep_and_wake_up()
    {
        var clientClock = new FakeTimeProvider();
        using var client = _computer.Backend.CreateClient(options =>
        {
            options.TimeProvider = clientClock;
            // Its clock moves on while it waits for an answer.
            options.ResponseTimeout = Timeout.InfiniteTimeSpan;
        });
        await using var statuses = client.WatchComputerStatusAsync(_computer.AgentId, Limit.LongToken).GetAsyncEnumerator();
        (await NextAsync()).Should().Be(ComputerLifecycleStatus.Ready);

        _clock.Advance(TimeSpan.FromHours(2));
        await BecomesAsync(ComputerLifecycleStatus.Idle);
        (await NextAsync()).Should().Be(ComputerLifecycleStatus.Idle);

        await _computer.RunAsync("true");
        (await NextAsync()).Should().Be(ComputerLifecycleStatus.Ready);

        // It asks every ten seconds of its own clock, and tells only what has changed.
        async Task<ComputerLifecycleStatus> NextAsync()
        {
            var next = statuses.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                clientClock.Advance(TimeSpan.FromSeconds(10));
                await Task.WhenAny(next, Task.Delay(20));
            }

            (await next).Should().BeTrue();
            return statuses.Current.Computer!.Status;
        }
    }

    private Task BecomesAsync(ComputerLifecycleStatus status) => Eventually.HoldsAsync(async () => await StatusAsync() == status, $"it is {status}", Limit.Time);

    private async Task<ComputerLifecycleStatus> StatusAsync() =>
        (await _computer.Client.GetComputerStatusAsync(_computer.AgentId, Limit.Token)).Computer!.Status;
}
