using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>Counts the attempts to open a broken stream again, and waits before each.</summary>
/// <param name="settings">How often, and how long, the client tries.</param>
/// <param name="mayTake">How long the caller allows for what the stream is about; null if the caller did not say.</param>
internal sealed class ResumeAttempts(WireSettings settings, OwnLimit? mayTake)
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(10);

    private readonly TimeSpan _patience = Patience(mayTake, settings.Dialect.KeysAreKept / 2);
    private int _attempts;
    private long _brokenSince;
    private TimeSpan? _asked;

    /// <summary>Says that an event came, or that the stream was open for as long as it may be silent. The earlier failures count no more.</summary>
    public void Progressed() => _attempts = 0;

    /// <summary>The longest time for which a client with these settings tries to reach a server that is away.</summary>
    public static TimeSpan LongestAbsence(WireSettings settings) => TimeSpan.FromSeconds(
        Enumerable.Range(0, settings.MaxRetries).Sum(attempt => Backoff.LongestPause(attempt, settings.RetryDelay).TotalSeconds));

    /// <summary>Whether another attempt is left.</summary>
    /// <param name="retryAfter">How long the answer to the latest attempt asked to wait, if it did.</param>
    public bool HasAttemptLeft(TimeSpan? retryAfter)
    {
        var clock = settings.TimeProvider;
        _brokenSince = _attempts == 0 ? clock.GetTimestamp() : _brokenSince;
        return _attempts < settings.MaxRetries
            && clock.GetElapsedTime(_brokenSince) <= _patience
            && !(retryAfter > settings.MaxRetryAfter);
    }

    /// <summary>Waits until the stream may be opened again.</summary>
    /// <param name="retry">How long the stream asked to wait, if it did. The time holds until the stream asks for another.</param>
    /// <param name="retryAfter">How long the answer to the latest attempt asked to wait, if it did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task PauseAsync(TimeSpan? retry, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        // A stream that asks for a longer time could never be opened again in time. Such a time is a mistake, and is ignored.
        _asked = retry <= ShortestPatience ? retry : _asked;
        var asked = retryAfter > _asked ? retryAfter : _asked ?? retryAfter;
        return Task.Delay(Backoff.Delay(_attempts++, settings.RetryDelay, asked), settings.TimeProvider, cancellationToken);
    }

    // A command that may run for twenty minutes must not be given up after ten. A repeat whose key the server has forgotten would be another command,
    // so the longest patience stays well below the time for which keys are kept.
    private static TimeSpan Patience(OwnLimit? mayTake, TimeSpan longest) =>
        mayTake is not { Time: var time } ? ShortestPatience
        : time < longest ? SilenceBudget.For(time, ShortestPatience)
        : longest;
}
