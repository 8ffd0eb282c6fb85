using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>One thread that waits for every pipe and every process of a <see cref="ProcessHost"/> at once.</summary>
/// <remarks>The thread only marks descriptors as ready. The code that awaits a descriptor continues on the thread pool.</remarks>
internal sealed class Poller : IAsyncDisposable
{
    private const int EventsPerWait = 64;
    private const long WakeToken = 0;

    private readonly ILogger _logger;
    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<long, WatchedDescriptor> _watched = new();
    private long _lastToken = WakeToken;
    private volatile bool _stopping;

    public Poller(ILogger logger)
    {
        _logger = logger;
        _epoll = Owned(LibC.epoll_create1(LibC.O_CLOEXEC));
        _wake = Owned(LibC.eventfd(0, LibC.O_CLOEXEC | LibC.O_NONBLOCK));
        Control(LibC.EPOLL_CTL_ADD, _wake, LibC.EPOLLIN, WakeToken);
        _thread = new Thread(Run) { IsBackground = true, Name = "process-poller" };
        _thread.Start();
    }

    /// <summary>Gives the descriptor a place among those that are watched. The descriptor stays the caller's.</summary>
    /// <param name="descriptor">What is watched; it may have one place only.</param>
    /// <param name="interest">What is waited for: that it can be read, or <see cref="LibC.EPOLLOUT"/>.</param>
    public WatchedDescriptor Watch(SafeFileHandle descriptor, uint interest = LibC.EPOLLIN)
    {
        // Unlike a descriptor's number a token is never used twice, so a late event can't reach the wrong descriptor.
        var token = Interlocked.Increment(ref _lastToken);
        var watched = new WatchedDescriptor(this, descriptor, interest, token);
        _watched[token] = watched;
        if (_stopping)
        {
            watched.Dispose();
        }

        return watched;
    }

    public void Forget(long token) => _watched.TryRemove(token, out _);

    /// <exception cref="IOException">The kernel refused.</exception>
    public unsafe void Control(int operation, SafeFileHandle descriptor, uint interest, long token)
    {
        var epollEvent = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(epollEvent, interest, token);
        if (LibC.epoll_ctl(_epoll, operation, descriptor, epollEvent) != 0)
        {
            throw new IOException($"Cannot watch a descriptor: {LibC.LastErrorText()}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        Wake();
        await _ended.Task.ConfigureAwait(false);
        // The thread only has to return.
        _thread.Join();
        _wake.Dispose();
        _epoll.Dispose();
    }

    private unsafe void Wake()
    {
        ulong one = 1;
        _ = LibC.write(_wake, (byte*)&one, sizeof(ulong));
    }

    private unsafe void Run()
    {
        var events = stackalloc byte[EventsPerWait * EpollEvent.MaxSize];
        while (!_stopping)
        {
            var count = LibC.epoll_wait(_epoll, events, EventsPerWait, timeout: -1);
            if (count < 0 && Marshal.GetLastPInvokeError() is var error and not LibC.EINTR)
            {
                // All waiters are told, so that none of them waits for ever.
                ProcessLog.PollerFailed(_logger, error);
                _stopping = true;
            }

            for (var i = 0; i < count; i++)
            {
                MarkReady(EpollEvent.TokenAt(events, i));
            }
        }

        foreach (var watched in _watched.Values)
        {
            watched.Dispose();
        }

        _ended.SetResult();
    }

    private void MarkReady(long token)
    {
        if (_watched.TryGetValue(token, out var watched))
        {
            watched.MarkReady();
        }
    }

    private static SafeFileHandle Owned(int descriptor) => descriptor >= 0
        ? new SafeFileHandle(descriptor, ownsHandle: true)
        : throw new IOException($"Cannot set up waiting for processes: {LibC.LastErrorText()}.");
}
