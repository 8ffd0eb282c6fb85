using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Testing.Wire;

/// <summary>A clock that stands until it is advanced, and tells which timers were armed: a test advances it when the code waits, never earlier.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ObservedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Report(dueTime);
        return timer;
    }

    /// <summary>The next timer to be armed that was not asked for yet.</summary>
    public Task<TimeSpan> Armed() => _armed.Reader.ReadAsync().Soon();

    /// <summary>Waits until a timer of that length is armed.</summary>
    public async Task Armed(TimeSpan dueTime)
    {
        while (await Armed() != dueTime)
        {
        }
    }

    /// <summary>From here on, only timers that are armed later count.</summary>
    public void Forget()
    {
        while (_armed.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Lets that much time pass once something waits for it.</summary>
    public async Task Pass(TimeSpan time)
    {
        await Armed(time);
        Advance(time);
    }

    private void Report(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _armed.Writer.TryWrite(dueTime);
        }
    }

    private sealed class ObservedTimer(TestClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            clock.Report(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
