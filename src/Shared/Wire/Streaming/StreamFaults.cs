using System.Text;
using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>Names what broke a logical stream, with all that is known of the stream.</summary>
internal sealed class StreamFaults<T>(WireSettings settings, EventSource<T> source, StreamPosition position) where T : class
{
    private const int RawCharacters = 4_096;

    private readonly Redaction _redaction = settings.Redaction;
    private long _bytesOfClosedConnections;

    private string? RunId => source.Resumption?.RunId;

    public void Closed(EventConnection connection) => _bytesOfClosedConnections += connection.BytesReceived;

    /// <summary>Why the events of an open stream don't go on.</summary>
    public StreamFault OfReading(EventConnection connection, StreamBreak what, string how, Exception? cause = null) => new(
        what,
        ResumeRules.Of(StreamState.Open, what, source.Opening.Acts),
        Interruption(_bytesOfClosedConnections + connection.BytesReceived, how, cause));

    public StreamFault OfSilence(EventConnection connection, Exception cause)
    {
        var timeout = connection.IdleTimeout;
        var budget = BudgetText.Of(WireTimeoutBudget.StreamIdle, settings.Dialect, timeout, settings.StreamIdleTimeout, source.Opening.Request.MayTake);
        return new(
            StreamBreak.Silent,
            ResumeRules.Of(StreamState.Open, StreamBreak.Silent, source.Opening.Acts),
            new WireTimeoutException(
                _redaction.Message(
                    $"The {source.Name} stream of {source.Opening.Request} carried no byte for {BudgetText.Seconds(timeout)} ({budget}). What the service did since is unknown.")
                + source.Opening.SilenceAdvice,
                _redaction.Cause(cause))
            {
                Budget = WireTimeoutBudget.StreamIdle,
                Timeout = timeout,
            });
    }

    /// <summary>Why a stream could not be opened.</summary>
    /// <param name="state">Where the stream stood.</param>
    /// <param name="e">The failure of the request.</param>
    public StreamFault OfOpening(StreamState state, WireException e)
    {
        var what = ResumeRules.BreakOf(e);
        var verdict = ResumeRules.Of(state, what, source.Opening.Acts);
        var again = state == StreamState.Broken ? " again" : "";
        return new(
            what,
            verdict,
            ResumeRules.IsInterruption(verdict) ? Interruption(_bytesOfClosedConnections, _redaction.Message($"it could not be opened{again} ({e.Message})"), e) : e)
        {
            RetryAfter = (e as WireApiException)?.RetryAfter,
        };
    }

    /// <summary>An event that can't be read; opening the stream again would bring the same event.</summary>
    public WireProtocolException OfEvent(SseReader reader, Exception cause)
    {
        var type = Encoding.UTF8.GetString(reader.EventType);
        var raw = _redaction.Of($"event: {type}\ndata: {Encoding.UTF8.GetString(reader.Data)}");
        return new(_redaction.Message($"An event '{type}' of {source.Opening.Request} carries broken JSON: {cause.Message}."), _redaction.Cause(cause))
        {
            Raw = raw.Length <= RawCharacters ? raw : raw[..RawCharacters],
        };
    }

    private WireInterruptedException Interruption(long bytes, string how, Exception? cause) => new(
        _redaction.Message(
            $"The {source.Name} stream of {source.Opening.Request}{(RunId is null ? "" : $" ({RunId})")} ended after {bytes} bytes without its last event: {how}. What the service did afterwards is unknown; it is not a success."),
        _redaction.Cause(cause))
    {
        Facts = new(_redaction.Of(RunId), _redaction.Of(position.LastEventId), bytes),
    };
}
