using Polly.Timeout;

namespace Shared.Wire.Http;

/// <summary>
/// Until when an attempt may take. In an upload the response timeout begins anew with every piece of the body that leaves, so that a slow link is not
/// cut while something moves.
/// </summary>
internal sealed class AttemptDeadline : IDisposable
{
    private readonly TimeSpan _responseTimeout;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;
    private TimeSpan _stood;
    private long? _standsSince;

    public AttemptDeadline(TimeSpan responseTimeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_responseTimeout, _clock, _began, Allowed) = (responseTimeout, clock, clock.GetTimestamp(), responseTimeout);
        _late = new(responseTimeout, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancellationToken);
    }

    /// <summary>Ends the attempt: by the caller, or by this deadline.</summary>
    public CancellationToken Token => _either.Token;

    public bool HasPassed => _late.IsCancellationRequested;

    private TimeSpan Allowed { get; set; }

    /// <summary>A piece of the body has left.</summary>
    public void Moved()
    {
        if (_standsSince is { } since)
        {
            _stood += _clock.GetElapsedTime(since);
            _standsSince = null;
        }

        Allow(_responseTimeout);
    }

    /// <summary>The service is not waited for, but the caller's own stream.</summary>
    public void StandStill()
    {
        _standsSince = _clock.GetTimestamp();
        _late.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// All of the body has left this process. The system still holds bytes of it that are on their way; on the same link they take no longer than
    /// the bytes before them did. The time of the caller's own stream says nothing about the link.
    /// </summary>
    public void Sent() => Allow(_responseTimeout == Timeout.InfiniteTimeSpan ? _responseTimeout : _responseTimeout + _clock.GetElapsedTime(_began) - _stood);

    public Exception Rejection(Exception cause) => new TimeoutRejectedException(cause.Message, Allowed, cause);

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }

    private void Allow(TimeSpan time)
    {
        Allowed = time;
        _late.CancelAfter(time);
    }
}
