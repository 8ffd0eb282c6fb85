using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A descriptor's place in the <see cref="Poller"/>: lets one caller at a time await that it becomes readable.</summary>
internal sealed class WatchedDescriptor(Poller poller, SafeFileHandle descriptor, long token) : IDisposable
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _added;
    private bool _disposed;

    /// <summary>Completes when a read would not block. May complete without reason: try the read and wait again.</summary>
    /// <exception cref="ObjectDisposedException">Disposed before or while waiting.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = BeginWaiting();
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (self, abandoned) = ((WatchedDescriptor, TaskCompletionSource))state!;
                self.Abandon(abandoned, token);
            },
            (this, waiting));
        await waiting.Task.ConfigureAwait(false);
    }

    /// <summary>Called by the poller's thread, which must not run the waiter's code.</summary>
    public void MarkReady()
    {
        lock (_gate)
        {
            _waiting?.TrySetResult();
            _waiting = null;
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

            _waiting?.TrySetException(new ObjectDisposedException(nameof(WatchedDescriptor)));
            _waiting = null;
        }

        poller.Forget(token);
    }

    private TaskCompletionSource BeginWaiting()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_waiting is not null)
            {
                throw new InvalidOperationException("Somebody is already waiting for this descriptor.");
            }

            // Each event is told once, so that a pipe that nobody reads does not keep the poller busy. When the descriptor is armed again, the kernel looks at
            // the pipe anew, so no event is missed.
            poller.Control(_added ? LibC.EPOLL_CTL_MOD : LibC.EPOLL_CTL_ADD, descriptor, LibC.EPOLLIN | LibC.EPOLLONESHOT, token);
            _added = true;
            _waiting = waiting;
        }

        return waiting;
    }

    private void Abandon(TaskCompletionSource waiting, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiting == waiting)
            {
                _waiting = null;
            }
        }

        waiting.TrySetCanceled(cancellationToken);
    }
}
