namespace Flapjack.Sdk;

/// <summary>
/// The starts of the last minute, on the safe side of the service's own count: a start counts from before its request is sent until a minute
/// after its answer came. The moment from which the service counts lies in between.
/// </summary>
internal sealed class StartWindow(int limit)
{
    // A minute, and a little more, because two clocks do not run equally fast.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60.05);

    private readonly Queue<TimeSpan> _answered = new();
    private int _unanswered;

    public void Begin() => _unanswered++;

    public void Answered(TimeSpan now)
    {
        _unanswered--;
        _answered.Enqueue(now);
    }

    /// <summary>Takes back a start that the service refused.</summary>
    public void Withdraw() => _unanswered--;

    /// <summary>When one more command may start: a time in the past means at once, <see cref="TimeSpan.MaxValue"/> that an answer has to come first.</summary>
    public TimeSpan FreeAt(TimeSpan now)
    {
        Forget(now);
        return _answered.Count + _unanswered < limit ? TimeSpan.MinValue
            : _answered.TryPeek(out var oldest) ? oldest + Length
            : TimeSpan.MaxValue;
    }

    public bool IsEmpty(TimeSpan now)
    {
        Forget(now);
        return _answered.Count + _unanswered == 0;
    }

    private void Forget(TimeSpan now)
    {
        while (_answered.TryPeek(out var oldest) && oldest + Length <= now)
        {
            _answered.Dequeue();
        }
    }
}
