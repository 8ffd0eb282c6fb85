using Flapjack.Sdk.Http;

namespace Flapjack.Sdk.Streaming;

/// <summary>Decides whether a broken stream may be opened again, and waits before that is done.</summary>
internal sealed class StreamRecovery<T>(FlapjackHttp http, EventSource<T> source)
{
    // Well within the time for which a server keeps a command's key.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private int _attempts;
    private long _brokenSince;
    private TimeSpan? _asked;

    /// <summary>An event came: whatever went wrong before is over.</summary>
    public void Progressed() => _attempts = 0;

    /// <summary>Waits until the stream may be opened again; false when it may not be.</summary>
    /// <param name="retry">What the stream asked to wait, if it did; holds until it asks for something else.</param>
    /// <param name="retryAfter">What the answer to the latest attempt asked to wait, if it did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> WaitAsync(TimeSpan? retry, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var clock = http.Settings.TimeProvider;
        // A stream that asks for more could never be opened again in time: that is a mistake, and counts as if it had not been sent.
        _asked = retry <= Patience ? retry : _asked;
        _brokenSince = _attempts == 0 ? clock.GetTimestamp() : _brokenSince;
        if (_attempts == http.Settings.MaxRetries
            || clock.GetElapsedTime(_brokenSince) > Patience
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
