using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming;

public sealed class IdleStreamTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_stream_that_carries_no_byte_for_too_long_times_out()
    {
        await using var exec = await Open();
        var next = exec.Next();

        _clock.Advance(Idle);

        var thrown = (await next.Invoking(task => task).Should().ThrowAsync<FlapjackTimeoutException>()).Which;
        thrown.Budget.Should().Be(FlapjackTimeoutBudget.StreamIdle);
        thrown.Timeout.Should().Be(Idle);
        thrown.Message.Should().Contain("carried no byte for 300 s");
        thrown.InnerException.Should().BeOfType<TimeoutException>().Which.Message.Should().Be("No byte came for too long.");
        await exec.Connection.ClosedByClient();
        (await exec.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Not_a_moment_earlier()
    {
        await using var exec = await Open();
        var next = exec.Next();

        _clock.Advance(Idle - TimeSpan.FromTicks(1));

        await exec.Connection.Write(Frames.Exit);
        (await next).Should().BeTrue();
    }

    [Theory]
    [InlineData(": keep-alive\n\n")]
    [InlineData(":\n")]
    [InlineData("e")]
    public async Task Any_byte_gives_it_another_while(string bytes)
    {
        await using var exec = await Open();
        var next = exec.Next();
        _clock.Advance(TimeSpan.FromMinutes(4));

        _clock.Forget();
        await exec.Connection.Write(bytes);
        await _clock.Armed(Idle);
        _clock.Advance(TimeSpan.FromMinutes(4));

        next.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await next.Invoking(task => task).Should().ThrowAsync<FlapjackTimeoutException>();
    }

    [Fact]
    public async Task A_slow_reader_is_not_a_silent_service()
    {
        await using var exec = await Open();

        _clock.Advance(TimeSpan.FromDays(1));
        await exec.Connection.Write(Frames.Exit);

        await exec.Next<ExecExitEvent>();
    }

    [Fact]
    public async Task An_infinite_timeout_never_runs_out()
    {
        await using var exec = await Open(Timeout.InfiniteTimeSpan);
        var next = exec.Next();

        _clock.Advance(TimeSpan.FromDays(30));

        next.IsCompleted.Should().BeFalse();
        await exec.Connection.Write(Frames.Exit);
        (await next).Should().BeTrue();
    }

    [Fact]
    public async Task The_time_for_an_answer_does_not_cut_a_stream_that_flows()
    {
        await using var exec = await Open();
        for (var i = 0; i < 5; i++)
        {
            var next = exec.Next();
            _clock.Advance(TimeSpan.FromMinutes(4));
            await exec.Connection.Write(Frames.Stdout("x"));
            (await next).Should().BeTrue();
        }

        await exec.Connection.Write(Frames.Exit);

        await exec.Next<ExecExitEvent>();
    }

    private async Task<LiveExec> Open(TimeSpan? timeout = null)
    {
        var exec = await LiveExec.Open(
            options => (options.TimeProvider, options.StreamIdleTimeout) = (_clock, timeout ?? Idle), body: Frames.Started);
        await exec.Next<ExecStartedEvent>();
        return exec;
    }
}
