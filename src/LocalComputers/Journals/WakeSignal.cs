using System.Threading.Tasks.Sources;

namespace LocalComputers.Journals;

/// <summary>Wakes one waiter, without an allocation for each wait. A signal that comes while nobody waits is kept for the next wait.</summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Quiet = 0;
    private const int Waiting = 1;
    private const int Signalled = 2;

    // Continuations must not run inside Set, because the signal is given under a lock.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes the waiter, or the next.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state, Signalled) == Waiting)
        {
            _core.SetResult(true);
        }
    }

    /// <summary>Waits for a signal. Only one caller may wait at a time.</summary>
    public ValueTask WaitAsync()
    {
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Quiet) == Quiet)
        {
            return new(this, _core.Version);
        }

        Volatile.Write(ref _state, Quiet);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        // A signal that comes from here on is for what the waiter has not looked at yet.
        Volatile.Write(ref _state, Quiet);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
