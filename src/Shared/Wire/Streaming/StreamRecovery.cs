using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>Counts the attempts to open a broken stream again, and waits before each.</summary>
/// <param name="settings">How often, and how long, the client tries.</param>
/// <param name="mayTake">How long the caller allows for what the stream is about; null if the caller did not say.</param>
internal sealed class StreamRecovery(WireSettings settings, OwnLimit? mayTake)
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(10);
    // Well within the day for which a server keeps a command's key: a repeat after that would be another command.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(12);

    // A command of twenty minutes must not be given up after ten.
    private readonly TimeSpan _patience =
        mayTake is not { Time: var time } ? ShortestPatience
        : time < LongestPatience ? SilenceBudget.For(time, ShortestPatience)
        : LongestPatience;
    private int _attempts;
    private long _brokenSince;
    private TimeSpan? _asked;

    /// <summary>An event came, or the stream was open for as long as it may be silent: whatever went wrong before is over.</summary>
    public void Progressed() => _attempts = 0;

    /// <summary>For how long at most a client with these settings tries to reach a server that is away.</summary>
    public static TimeSpan LongestAbsence(WireSettings settings) => TimeSpan.FromSeconds(
        Enumerable.Range(0, settings.MaxRetries).Sum(attempt => Backoff.LongestPause(attempt, settings.RetryDelay).TotalSeconds));

    /// <summary>Whether another attempt is left.</summary>
    /// <param name="retryAfter">What the answer to the latest attempt asked to wait, if it did.</param>
    public bool HasAttemptLeft(TimeSpan? retryAfter)
    {
        var clock = settings.TimeProvider;
        _brokenSince = _attempts == 0 ? clock.GetTimestamp() : _brokenSince;
        return _attempts < settings.MaxRetries
            && clock.GetElapsedTime(_brokenSince) <= _patience
            && !(retryAfter > settings.MaxRetryAfter);
    }

    /// <summary>Waits until the stream may be opened again.</summary>
    /// <param name="retry">What the stream asked to wait, if it did; holds until it asks for something else.</param>
    /// <param name="retryAfter">What the answer to the latest attempt asked to wait, if it did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task PauseAsync(TimeSpan? retry, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        // A stream that asks for more could never be opened again in time: that is a mistake, and counts as if it had not been sent.
        _asked = retry <= ShortestPatience ? retry : _asked;
        var asked = retryAfter > _asked ? retryAfter : _asked ?? retryAfter;
        return Task.Delay(Backoff.Delay(_attempts++, settings.RetryDelay, asked), settings.TimeProvider, cancellationToken);
    }
}
