using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Exec;

public sealed class RateLimitTests
{
    [Fact]
    public async Task A_limit_whose_wait_is_long_is_thrown_with_its_reason_and_its_wait()
    {
        await using var computer = await ReadyComputer.StartAsync(new() { RateLimits = new() { PerAgentPerMinute = 1 }, TimeProvider = new FakeTimeProvider() });
        await computer.RunAsync("true");

        var run = () => computer.RunAsync("true");

        var limited = (await run.Should().ThrowAsync<RateLimitedException>()).Which;
        limited.Reason.Should().Be(RateLimitReason.Agent);
        limited.ErrorCode.Should().Be("RATE_LIMITED");
        limited.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));
        limited.Message.Should().ContainAll("This agent may start 1 commands a minute, and has; come again in 60 s", "Try again after 60 s.");
    }

    [Fact]
    public async Task A_command_that_finds_no_slot_waits_and_then_runs()
    {
        await using var computer = await ReadyComputer.StartAsync(new() { RateLimits = new() { ConcurrentPerAgent = 1 } });
        var clock = new RetryClock();
        using var patient = computer.Backend.CreateClient(options => options.TimeProvider = clock);
        var latch = computer.NewLatch();
        await using var first = computer.Exec($"echo begun; {latch.Wait}; echo over", Limit.Token).GetAsyncEnumerator();
        await first.MoveNextAsync();

        var second = patient.RunComputerAsync(computer.AgentId, new() { Command = "echo second" }, Limit.Token);
        await clock.RetryIsPlannedAsync();
        latch.Open();
        while (await first.MoveNextAsync())
        {
        }

        clock.Advance(TimeSpan.FromSeconds(1));

        (await second).Stdout.Should().Be("second\n");
    }

    /// <summary>A clock that moves only when told to, and that tells when somebody has begun to wait for the second that CONCURRENT asks for.</summary>
    private sealed class RetryClock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _planned = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task RetryIsPlannedAsync() => _planned.Task.WaitAsync(Limit.Time);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == TimeSpan.FromSeconds(1))
            {
                _planned.TrySetResult();
            }

            return timer;
        }
    }
}
