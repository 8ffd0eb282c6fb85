using AgentComputer.ReferenceBackend.Resources.Processes;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

public sealed class SilenceTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    private readonly CountingClock _clock = new();

    [Fact]
    public async Task A_task_that_ends_in_time_breaks_the_silence()
    {
        using var silence = new Silence(Time, _clock);
        var waiting = new TaskCompletionSource();

        var isBroken = silence.IsBrokenByAsync(waiting.Task);
        _clock.Advance(Time - TimeSpan.FromMilliseconds(1));
        isBroken.IsCompleted.Should().BeFalse();
        waiting.SetResult();

        (await isBroken).Should().BeTrue();
    }

    [Fact]
    public async Task Each_silence_has_the_whole_time_and_all_of_them_one_timer()
    {
        using var silence = new Silence(Time, _clock);
        var waiting = new TaskCompletionSource();

        for (var i = 0; i < 5; i++)
        {
            var isBroken = silence.IsBrokenByAsync(waiting.Task);
            _clock.Advance(Time - TimeSpan.FromMilliseconds(1));
            isBroken.IsCompleted.Should().BeFalse();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            (await isBroken).Should().BeFalse();
        }

        _clock.Timers.Should().Be(1);
    }

    [Fact]
    public async Task Time_that_passes_between_two_silences_does_not_count()
    {
        using var silence = new Silence(Time, _clock);
        (await silence.IsBrokenByAsync(Task.CompletedTask)).Should().BeTrue();
        var first = new TaskCompletionSource();
        var broken = silence.IsBrokenByAsync(first.Task);
        first.SetResult();
        await broken;

        _clock.Advance(Time);
        var second = new TaskCompletionSource();
        var isBroken = silence.IsBrokenByAsync(second.Task);

        isBroken.IsCompleted.Should().BeFalse();
        second.SetResult();
        (await isBroken).Should().BeTrue();
    }

    [Fact]
    public async Task A_cancelled_task_breaks_the_silence()
    {
        using var silence = new Silence(Time, _clock);

        (await silence.IsBrokenByAsync(Task.FromCanceled(new(canceled: true)))).Should().BeTrue();
        _clock.Timers.Should().Be(0);
    }

    private sealed class CountingClock : FakeTimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
