namespace LocalComputers.Computers;

/// <summary>A timer that acts once when its time is over, can be started anew before that, and awaits its action on disposal.</summary>
internal sealed class RestartableTimer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _after;
    private readonly TimeProvider _clock;
    private readonly Func<Task> _act;
    private readonly ITimer _timer;
    private Task _acting = Task.CompletedTask;
    private long _since;
    private bool _disposed;

    /// <param name="after">How long; may be infinite.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="act">What to do; it must not throw.</param>
    public RestartableTimer(TimeSpan after, TimeProvider clock, Func<Task> act)
    {
        _after = after;
        _clock = clock;
        _act = act;
        // The timer outlives whatever made it, so it must not run in the trace and the context of that.
        using AsyncFlowControl? alone = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _timer = clock.CreateTimer(static state => ((RestartableTimer)state!).Act(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it has been long enough: a timer may have run out just before its time began anew.</summary>
    public bool IsDue => Left <= TimeSpan.Zero;

    private TimeSpan Left => _after == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _after - _clock.GetElapsedTime(Interlocked.Read(ref _since));

    /// <summary>The time begins now, anew, or has begun a while ago.</summary>
    public void Start(TimeSpan ago = default)
    {
        Interlocked.Exchange(ref _since, _clock.GetTimestamp() - (long)(ago.TotalSeconds * _clock.TimestampFrequency));
        _timer.Change(_after == Timeout.InfiniteTimeSpan ? _after : ago < _after ? _after - ago : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Ends when the action has ended, and will not begin again.</summary>
    public async ValueTask DisposeAsync()
    {
        Task acting;
        lock (_lock)
        {
            _disposed = true;
            acting = _acting;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await acting.ConfigureAwait(false);
    }

    private void Act()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            if (IsDue)
            {
                _acting = Task.WhenAll(_acting, Task.Run(_act));
            }
            else
            {
                // The system's timers are coarser than its clock, and may run out a little early.
                _timer.Change(Left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
        }
    }
}
