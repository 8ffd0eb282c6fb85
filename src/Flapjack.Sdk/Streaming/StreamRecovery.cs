using Flapjack.Sdk.Http;

namespace Flapjack.Sdk.Streaming;

/// <summary>Decides whether a broken stream may be opened again, and waits before that is done.</summary>
internal sealed class StreamRecovery<T>(FlapjackHttp http, EventSource<T> source)
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(10);
    // Well within the day for which a server keeps a command's key: a repeat after that would be another command.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(12);

    // A command of twenty minutes must not be given up after ten.
    private readonly TimeSpan _patience =
        source.MayTake is not { Time: var time } ? ShortestPatience
        : time < LongestPatience ? SilenceBudget.For(time, ShortestPatience)
        : LongestPatience;
    private int _attempts;
    private long _brokenSince;
    private TimeSpan? _asked;

    /// <summary>An event came, or the stream was open for as long as it may be silent: whatever went wrong before is over.</summary>
    public void Progressed() => _attempts = 0;

    /// <summary>For how long at most a client with these settings tries to reach a server that is away.</summary>
    public static TimeSpan LongestAbsence(FlapjackSettings settings) => TimeSpan.FromSeconds(
        Enumerable.Range(0, settings.MaxRetries).Sum(attempt => Backoff.LongestPause(attempt, settings.RetryDelay).TotalSeconds));

    /// <summary>Waits until the stream may be opened again; false when it may not be.</summary>
    /// <param name="retry">What the stream asked to wait, if it did; holds until it asks for something else.</param>
    /// <param name="retryAfter">What the answer to the latest attempt asked to wait, if it did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> WaitAsync(TimeSpan? retry, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var clock = http.Settings.TimeProvider;
        // A stream that asks for more could never be opened again in time: that is a mistake, and counts as if it had not been sent.
        _asked = retry <= ShortestPatience ? retry : _asked;
        _brokenSince = _attempts == 0 ? clock.GetTimestamp() : _brokenSince;
        if (_attempts == http.Settings.MaxRetries
            || clock.GetElapsedTime(_brokenSince) > _patience
            || retryAfter > http.Settings.MaxRetryAfter
            || !await http.AnnouncesAsync(source.ReopenNeeds, source.Probe, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var asked = retryAfter > _asked ? retryAfter : _asked ?? retryAfter;
        await Task.Delay(Backoff.Delay(_attempts++, http.Settings.RetryDelay, asked), clock, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
