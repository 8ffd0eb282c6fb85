namespace Flapjack.Sdk;

/// <summary>
/// Tells listeners that something has changed, as often as they can take it: at once, and then at most once an interval, also if the changes come
/// by the thousand. The last change is always told. Whoever changes something never waits for a listener.
/// </summary>
internal sealed class ChangeNotifier : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly SynchronizationContext? _context;
    private readonly Action _notify;
    private readonly ITimer _timer;
    private readonly long _origin;
    private TimeSpan _nextAt;
    private bool _changed;
    // A timer is armed, a call is on its way to the context, or listeners run. When that is done, it looks for changes itself.
    private bool _busy;
    private bool _ended;
    private TaskCompletionSource? _running;
    private TaskCompletionSource? _disposing;
    private int _runningThread;

    /// <param name="clock">The clock of the interval.</param>
    /// <param name="interval">The shortest time between two calls; more than zero, so that a listener that changes something is not called at once again.</param>
    /// <param name="context">Where listeners are called; null for the thread pool.</param>
    /// <param name="notify">Calls the listeners; must not throw.</param>
    public ChangeNotifier(TimeProvider clock, TimeSpan interval, SynchronizationContext? context, Action notify)
    {
        (_clock, _interval, _context, _notify, _origin) = (clock, interval, context, notify, clock.GetTimestamp());
        _timer = clock.CreateTimer(_ => Call(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>Something has changed. Returns at once.</summary>
    public void Changed()
    {
        lock (_lock)
        {
            _changed = true;
            if (_busy || _ended)
            {
                return;
            }

            _busy = true;
        }

        CallWhenDue();
    }

    /// <summary>Is called before anything else is disposed. A listener that disposes is not waited for: it would wait for itself.</summary>
    public void BeginDispose()
    {
        lock (_lock)
        {
            _disposing = _runningThread == Environment.CurrentManagedThreadId ? _running : null;
        }
    }

    /// <summary>No listener is called from now on; a listener that runs ends first, unless it is the caller of <see cref="BeginDispose"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        TaskCompletionSource? running;
        lock (_lock)
        {
            _ended = true;
            running = _running == _disposing ? null : _running;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await (running?.Task ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private void CallWhenDue()
    {
        var wait = _nextAt - Now;
        if (wait > TimeSpan.Zero)
        {
            // Timers drop fractions of a millisecond.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
        else
        {
            Call();
        }
    }

    private void Call()
    {
        try
        {
            if (_context is null)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static notifier => notifier.Run(), this, preferLocal: false);
            }
            else
            {
                _context.Post(static notifier => ((ChangeNotifier)notifier!).Run(), this);
            }
        }
        catch (Exception)
        {
            // The context has ended, for example with its window, and says so by an exception of its own. Nobody is there who could be told.
            lock (_lock)
            {
                _busy = false;
            }
        }
    }

    private void Run()
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _changed = false;
            _nextAt = Now + _interval;
            _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _runningThread = Environment.CurrentManagedThreadId;
        }

        _notify();
        bool again;
        lock (_lock)
        {
            _running.SetResult();
            (_running, _runningThread) = (null, 0);
            again = _busy = _changed && !_ended;
        }

        if (again)
        {
            CallWhenDue();
        }
    }
}
