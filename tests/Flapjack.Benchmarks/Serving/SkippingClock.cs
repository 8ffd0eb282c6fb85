namespace Flapjack.Benchmarks.Serving;

/// <summary>The system's clock, which can be set forward, so that what is kept for seconds is old at once. Timers go on as they do.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private long _ticks;

    public void Skip(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(new TimeSpan(Interlocked.Read(ref _ticks)).TotalSeconds * TimestampFrequency);
}
