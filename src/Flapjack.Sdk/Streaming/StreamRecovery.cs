using Flapjack.Sdk.Http;

namespace Flapjack.Sdk.Streaming;

/// <summary>Decides whether a broken stream may be opened again, and waits before that is done.</summary>
internal sealed class StreamRecovery<T>(FlapjackHttp http, EventSource<T> source)
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(10);
    // Well within the day for which a server keeps a command's key: a repeat after that would be another command.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(8);

    // A command of twenty minutes must not be given up after ten.
    private readonly TimeSpan _patience =
        source.MayTake is not { } time ? ShortestPatience
        : time < LongestPatience ? SilenceBudget.For(time, ShortestPatience)
        : LongestPatience;
    private int _attempts;
    private long _brokenSince;
    private TimeSpan? _asked;

    /// <summary>An event came: whatever went wrong before is over.</summary>
    public void Progressed() => _attempts = 0;

    /// <summary>For how long at most a client with these settings tries to reach a server that is away.</summary>
    public static TimeSpan LongestAbsence(FlapjackSettings settings) => TimeSpan.FromSeconds(
        Enumerable.Range(0, settings.MaxRetries).Sum(attempt => Math.Min(settings.RetryDelay.TotalSeconds * Math.Pow(2, attempt), LongestDelay.TotalSeconds)));

    /// <summary>Waits until the stream may be opened again; false when it may not be.</summary>
    /// <param name="retry">What the stream asked to wait, if it did; holds until it asks for something else.</param>
    /// <param name="retryAfter">What the answer to the latest attempt asked to wait, if it did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> WaitAsync(TimeSpan? retry, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var clock = http.Settings.TimeProvider;
        _asked = retry ?? _asked;
        _brokenSince = _attempts == 0 ? clock.GetTimestamp() : _brokenSince;
        if (_attempts == http.Settings.MaxRetries
            || clock.GetElapsedTime(_brokenSince) > _patience
            || retryAfter > http.Settings.MaxRetryAfter
            || !await http.AnnouncesAsync(source.ReopenNeeds, source.Probe, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await Task.Delay(NextDelay(retryAfter ?? TimeSpan.Zero), clock, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private TimeSpan NextDelay(TimeSpan atLeast)
    {
        // In seconds: a stream may ask for so long a wait that no TimeSpan holds its double.
        var seconds = (_asked ?? http.Settings.RetryDelay).TotalSeconds * Math.Pow(2, _attempts++);
        // Half to all of it: many readers that lost the same server must not all come back at once.
        var delay = TimeSpan.FromSeconds(Math.Min(seconds, LongestDelay.TotalSeconds)) * (0.5 + (Random.Shared.NextDouble() / 2));
        return delay > atLeast ? delay : atLeast;
    }
}
