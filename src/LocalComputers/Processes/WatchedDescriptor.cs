using System.Threading.Tasks.Sources;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A descriptor's place in the <see cref="Poller"/>: lets one caller at a time await that it becomes readable or writable, without an allocation for each wait.</summary>
internal sealed class WatchedDescriptor(Poller poller, SafeFileHandle descriptor, uint interest, long token) : IValueTaskSource, IDisposable
{
    private readonly Lock _gate = new();
    // The poller's thread must not run the waiter's code.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    // Until the waiter has taken the result: the next wait uses the same place.
    private bool _isWaiting;
    private bool _added;
    private bool _disposed;

    /// <summary>Completes when a read, or a write, would not block. May complete without reason: try again, and wait again.</summary>
    /// <exception cref="ObjectDisposedException">Disposed before or while waiting.</exception>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        short version;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_isWaiting)
            {
                throw new InvalidOperationException("Somebody is already waiting for this descriptor.");
            }

            // Each event is told once, so that a pipe that nobody reads does not keep the poller busy. When the descriptor is armed again, the kernel looks at
            // the pipe anew, so no event is missed.
            poller.Control(_added ? LibC.EPOLL_CTL_MOD : LibC.EPOLL_CTL_ADD, descriptor, interest | LibC.EPOLLONESHOT, token);
            _added = true;
            _core.Reset();
            _isWaiting = true;
            version = _core.Version;
        }

        // Without the lock: a token that is cancelled already calls back at once. If the wait ends before the field is set, the caller
        // still takes the result only after this method has returned.
        _cancellation = cancellationToken.UnsafeRegister(static (watched, cancelled) => ((WatchedDescriptor)watched!).Abandon(cancelled), this);
        return new(this, version);
    }

    /// <summary>Called by the poller's thread, which must not run the waiter's code.</summary>
    public void MarkReady()
    {
        lock (_gate)
        {
            if (IsPending)
            {
                _core.SetResult(true);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            // This comes before the descriptor is closed; afterwards its number could stand for another file.
            if (_added)
            {
                poller.Control(LibC.EPOLL_CTL_DEL, descriptor, interest: 0, token);
            }

            Fail(new ObjectDisposedException(nameof(WatchedDescriptor)));
        }

        poller.Forget(token);
    }

    private bool IsPending => _isWaiting && _core.GetStatus(_core.Version) == ValueTaskSourceStatus.Pending;

    void IValueTaskSource.GetResult(short token)
    {
        // This waits for a callback that is under way, so that no callback of this wait ends the next.
        _cancellation.Dispose();
        lock (_gate)
        {
            _isWaiting = false;
        }

        _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Abandon(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Fail(new OperationCanceledException(cancellationToken));
        }
    }

    private void Fail(Exception exception)
    {
        if (IsPending)
        {
            _core.SetException(exception);
        }
    }
}
