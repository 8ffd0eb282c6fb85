namespace Flapjack.ReferenceBackend.Limits;

/// <summary>The starts of the last minute, never more than are allowed. Not thread-safe.</summary>
internal sealed class StartWindow(int limit, TimeProvider clock)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _starts = [];

    /// <summary>How long it takes until another start is allowed; zero if a start is allowed now.</summary>
    public TimeSpan WaitAt(long now)
    {
        Forget(now);
        return _starts.Count < limit ? TimeSpan.Zero : Length - clock.GetElapsedTime(_starts.Peek(), now);
    }

    public void Add(long now) => _starts.Enqueue(now);

    /// <summary>Forgets a start that did not happen.</summary>
    public void Withdraw(long start)
    {
        var others = _starts.ToList();
        others.Remove(start);
        _starts.Clear();
        others.ForEach(_starts.Enqueue);
    }

    public bool IsEmptyAt(long now)
    {
        Forget(now);
        return _starts.Count == 0;
    }

    private void Forget(long now)
    {
        while (_starts.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= Length)
        {
            _starts.Dequeue();
        }
    }
}
