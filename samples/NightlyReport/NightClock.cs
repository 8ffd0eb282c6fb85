namespace NightlyReport;

/// <summary>A clock that goes as fast as every other, and can be put forward. What waits for a time that is passed in this way happens at once.</summary>
internal sealed class NightClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<NightTimer> _timers = [];
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return base.GetUtcNow() + _ahead;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return base.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new NightTimer(this, callback, state);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Puts the clock forward.</summary>
    /// <param name="time">What the clock shows then. A time that is over changes nothing.</param>
    public void AdvanceTo(DateTimeOffset time)
    {
        NightTimer[] timers;
        lock (_lock)
        {
            var step = time - (base.GetUtcNow() + _ahead);
            if (step <= TimeSpan.Zero)
            {
                return;
            }

            _ahead += step;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Wind();
        }
    }

    internal void Forget(NightTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }
}
