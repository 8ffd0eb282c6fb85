using System.Net;
using System.Text;
using Flapjack.Sdk.Http;

namespace Flapjack.Sdk.Streaming;

/// <summary>Names what broke a logical stream, with all that is known of it.</summary>
internal sealed class StreamFaults<T>
{
    private const int RawCharacters = 4_096;

    private readonly FlapjackHttp _http;
    private readonly EventSource<T> _source;
    private long _bytesOfClosedConnections;
    private bool _opened;
    private bool _begun;

    public StreamFaults(FlapjackHttp http, EventSource<T> source)
    {
        (_http, _source) = (http, source);
        if (source.After is { } after)
        {
            Position.MoveTo(Encoding.UTF8.GetBytes(after));
        }
    }

    private Redaction Redaction => _http.Settings.Redaction;

    public StreamPosition Position { get; } = new();

    /// <summary>Whether the server has been silent for too long, so that it sends no heartbeats, whatever it has announced.</summary>
    public bool WasSilent { get; private set; }

    /// <summary>Whether the service may have acted already: the next opening is another attempt at the same.</summary>
    public bool Begun => _begun;

    public void Opened() => _opened = _begun = true;

    public void Closed(EventConnection connection) => _bytesOfClosedConnections += connection.BytesReceived;

    public StreamFault Interrupted(EventConnection connection, string how, Exception? cause) =>
        new(Interruption(_bytesOfClosedConnections + connection.BytesReceived, how, cause), MayMend: true);

    public FlapjackProtocolException Broken(SseReader reader, Exception cause)
    {
        var type = Encoding.UTF8.GetString(reader.EventType);
        var raw = Redaction.Of($"event: {type}\ndata: {Encoding.UTF8.GetString(reader.Data)}");
        return new(Redaction.Message($"An event '{type}' of {_source.Call} carries broken JSON: {cause.Message}."), Redaction.Cause(cause))
        {
            Raw = raw.Length <= RawCharacters ? raw : raw[..RawCharacters],
        };
    }

    public StreamFault Idle(EventConnection connection, Exception cause)
    {
        WasSilent = true;
        var timeout = connection.IdleTimeout;
        var budget = BudgetText.Of(FlapjackTimeoutBudget.StreamIdle, timeout, _http.Settings.StreamIdleTimeout, _source.MayTake);
        return new(
            new FlapjackTimeoutException(
                Redaction.Message(
                    $"The {_source.Name} stream of {_source.Call} carried no byte for {BudgetText.Seconds(timeout)} ({budget}). What the service did since is unknown.")
                + _source.SilenceAdvice,
                Redaction.Cause(cause))
            {
                Budget = FlapjackTimeoutBudget.StreamIdle,
                Timeout = timeout,
            },
            MayMend: true);
    }

    /// <summary>Why a stream could not be opened. What never began is told as it came; what may have begun is interrupted.</summary>
    public StreamFault OfOpening(FlapjackException e)
    {
        WasSilent |= e is FlapjackTimeoutException { Budget: FlapjackTimeoutBudget.Response };
        var mayHaveActed = _begun || (_source.OpeningActs && e is FlapjackConnectionException { RequestMayHaveArrived: true });
        var mayMend = e switch
        {
            FlapjackConnectionException or FlapjackTimeoutException { Budget: FlapjackTimeoutBudget.Connect } => mayHaveActed,
            FlapjackTimeoutException => _source.OpeningActs || _begun,
            // The service did not refuse; it failed, or a proxy before it did.
            FlapjackApiException { StatusCode: >= HttpStatusCode.InternalServerError } => _source.OpeningActs || _begun,
            RateLimitedException or FlapjackApiException { StatusCode: HttpStatusCode.RequestTimeout } => _begun,
            _ => false,
        };
        _begun |= mayMend;
        // A first answer that did not come in time says itself that nobody knows what was done.
        var speaksForItself = !mayHaveActed || (!_opened && e is FlapjackTimeoutException { Budget: not FlapjackTimeoutBudget.Connect });
        return new(
            speaksForItself ? e : Interruption(_bytesOfClosedConnections, Redaction.Message($"it could not be opened{(_opened ? " again" : "")} ({e.Message})"), e),
            mayMend)
        {
            RetryAfter = (e as FlapjackApiException)?.RetryAfter,
        };
    }

    private FlapjackStreamInterruptedException Interruption(long bytes, string how, Exception? cause) => new(
        Redaction.Message(
            $"The {_source.Name} stream of {_source.Call}{(_source.ExecId is null ? "" : $" ({_source.ExecId})")} ended after {bytes} bytes without its last event: {how}. What the service did afterwards is unknown; it is not a success."),
        Redaction.Cause(cause))
    {
        ExecId = Redaction.Of(_source.ExecId),
        LastEventId = Redaction.Of(Position.LastEventId),
        BytesReceived = bytes,
    };
}
