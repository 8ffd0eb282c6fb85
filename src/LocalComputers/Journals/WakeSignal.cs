using System.Threading.Tasks.Sources;

namespace LocalComputers.Journals;

/// <summary>Wakes one waiter, without an allocation for each wait. A signal that comes while nobody waits is kept for the next wait.</summary>
internal sealed class WakeSignal : IValueTaskSource
{
    // The core must not be reset while a signal is being given: the rest of that signal would then count for the next wait.
    private readonly Lock _lock = new();
    // Continuations must not run inside Set, because the signal is given under a lock.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private bool _isWaiting;
    private bool _isSignalled;

    /// <summary>Wakes the waiter, or the next.</summary>
    public void Set()
    {
        lock (_lock)
        {
            if (_isWaiting)
            {
                _isWaiting = false;
                _core.SetResult(true);
            }
            else
            {
                _isSignalled = true;
            }
        }
    }

    /// <summary>Waits for a signal. Only one caller may wait at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_lock)
        {
            if (_isSignalled)
            {
                _isSignalled = false;
                return ValueTask.CompletedTask;
            }

            _core.Reset();
            _isWaiting = true;
            return new(this, _core.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
