namespace NightlyReport;

/// <summary>A timer of a <see cref="NightClock"/>. A timer of the system does the waiting; when the clock is put forward, it is set again to what is left.</summary>
internal sealed class NightTimer : ITimer
{
    private readonly Lock _lock = new();
    private readonly NightClock _clock;
    private readonly ITimer _inner;
    private DateTimeOffset? _due;
    private TimeSpan _period;

    public NightTimer(NightClock clock, TimerCallback callback, object? state)
    {
        _clock = clock;
        _inner = TimeProvider.System.CreateTimer(
            _ =>
            {
                Pass();
                callback(state);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetUtcNow() + dueTime;
            _period = period;
            return _inner.Change(dueTime, period);
        }
    }

    /// <summary>Sets the timer to what is left, because the clock was put forward.</summary>
    public void Wind()
    {
        lock (_lock)
        {
            if (_due is { } due)
            {
                var left = due - _clock.GetUtcNow();
                _inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
            }
        }
    }

    public void Dispose()
    {
        _clock.Forget(this);
        _inner.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _clock.Forget(this);
        return _inner.DisposeAsync();
    }

    private void Pass()
    {
        lock (_lock)
        {
            _due = _period > TimeSpan.Zero ? _clock.GetUtcNow() + _period : null;
        }
    }
}
