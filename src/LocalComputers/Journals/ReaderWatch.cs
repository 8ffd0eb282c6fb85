namespace LocalComputers.Journals;

/// <summary>Counts the readers of a journal, and says when there was no reader for as long as they allow.</summary>
/// <param name="clock">The clock of the allowance.</param>
/// <param name="abandon">Called when there was no reader for that long; it must not throw.</param>
internal sealed class ReaderWatch(TimeProvider clock, Action abandon) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private int _readers;
    private int _watchers;
    private TimeSpan _allowance;
    private ITimer? _timer;
    private bool _isOver;

    /// <summary>Whether there is no reader now, and nobody who only watches.</summary>
    public bool AreNone
    {
        get
        {
            lock (_lock)
            {
                return _readers == 0 && _watchers == 0;
            }
        }
    }

    /// <summary>A reader has come.</summary>
    /// <param name="allowance">
    /// How long what is read may go on without a reader. The allowance belongs to it: a reader raises it, and never lowers it, so that
    /// a reader who only looks and leaves takes nothing from the caller who began it.
    /// </param>
    public void Enter(TimeSpan allowance)
    {
        lock (_lock)
        {
            Allow(allowance);
            _readers++;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _readers--;
            StartIfUnread();
        }
    }

    /// <summary>Somebody has come who only watches. That neither keeps alive what is read, nor begins or ends its time without a reader.</summary>
    public void Watch()
    {
        lock (_lock)
        {
            _watchers++;
        }
    }

    public void EndWatch()
    {
        lock (_lock)
        {
            _watchers--;
        }
    }

    /// <summary>A reader could not be attached: the time without a reader begins, unless it has begun.</summary>
    /// <param name="allowance">What that reader would have allowed.</param>
    public void Miss(TimeSpan allowance)
    {
        lock (_lock)
        {
            if (_timer is null)
            {
                Allow(allowance);
                StartIfUnread();
            }
        }
    }

    /// <summary>What is read has ended: nobody needs to read it any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            // A timer that goes on would keep this, and all that hangs on it, for as long as the readers allow.
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends when <c>abandon</c> is not called any more.</summary>
    public async ValueTask DisposeAsync()
    {
        ITimer? timer;
        lock (_lock)
        {
            _isOver = true;
            timer = _timer;
        }

        if (timer is not null)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Allow(TimeSpan allowance) => _allowance = allowance > _allowance ? allowance : _allowance;

    private void StartIfUnread()
    {
        if (_readers == 0 && !_isOver)
        {
            _timer = clock.CreateTimer(_ => AbandonIfUnread(), null, _allowance, Timeout.InfiniteTimeSpan);
        }
    }

    private void AbandonIfUnread()
    {
        bool isUnread;
        lock (_lock)
        {
            isUnread = _readers == 0 && !_isOver;
        }

        if (isUnread)
        {
            abandon();
        }
    }
}
