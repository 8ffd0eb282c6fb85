namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Tells when nothing was sent on a stream for a while. One timer serves the whole stream, however much is sent.</summary>
/// <remarks>What is sent only notes the time; the timer looks at that when it fires, and is set anew.</remarks>
internal sealed class Silence : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _limit;
    private readonly Action _tell;
    private readonly ITimer _timer;
    private long _last;

    /// <param name="clock">The clock.</param>
    /// <param name="limit">How long the stream may be silent.</param>
    /// <param name="tell">Called when it was silent for that long, and again after each further time.</param>
    public Silence(TimeProvider clock, TimeSpan limit, Action tell)
    {
        (_clock, _limit, _tell) = (clock, limit, tell);
        _last = clock.GetTimestamp();
        _timer = clock.CreateTimer(static silence => ((Silence)silence!).Look(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the stream has been silent for too long.</summary>
    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>Something was sent.</summary>
    public void Break() => Volatile.Write(ref _last, _clock.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private TimeSpan Left => _limit - _clock.GetElapsedTime(Volatile.Read(ref _last));

    private void Look()
    {
        var left = Left;
        if (left <= TimeSpan.Zero)
        {
            _tell();
            left = _limit;
        }

        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }
}
