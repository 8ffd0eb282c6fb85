using Shared.Wire.Diagnostics;

namespace Shared.Wire.Http;

/// <summary>One logical call. Every attempt builds an <see cref="HttpRequestMessage"/> of its own from it.</summary>
internal sealed record ApiRequest(HttpMethod Method, WirePath Path, RetryRule Retry)
{
    private const string EventStreamType = "text/event-stream";

    /// <summary>The JSON body; null for none.</summary>
    public JsonBody? Body { get; init; }

    /// <summary>Bytes of another media type that are sent in place of a JSON body; null for none.</summary>
    public BytesBody? Bytes { get; init; }

    /// <summary>The form with a file that is sent in place of a JSON body; null for none.</summary>
    public MultipartBody? Upload { get; init; }

    /// <summary>A body that is written while it is sent, in place of a JSON body; null for none.</summary>
    public PipedBody? Piped { get; init; }

    /// <summary>The value of <c>Idempotency-Key</c>, the same on every attempt; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The value of <c>Last-Event-ID</c>: the stream goes on behind that event; null for its beginning.</summary>
    public string? LastEventId { get; init; }

    /// <summary>Headers that only this kind of request has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the request is sent without the key, because the service gives the answer to everybody.</summary>
    public bool WithoutKey { get; init; }

    /// <summary>What a refusal of the request means; null if the dialect's table says it.</summary>
    public ErrorTable? Errors { get; init; }

    /// <summary>Whether the answer is a stream of events.</summary>
    public bool WantsEvents { get => StreamType == EventStreamType; init => StreamType = value ? EventStreamType : null; }

    /// <summary>The media type of the stream that is wanted as the answer. The client then waits for the headers of the answer only. Null if the
    /// answer is read as a whole.</summary>
    public string? StreamType { get; init; }

    /// <summary>How long the caller allows for what the request starts; null if the caller did not say.</summary>
    public OwnLimit? MayTake { get; init; }

    /// <summary>Whether the server has broken its promise of heartbeats: it was silent for longer than the promise allows. The client does not rely
    /// on the promise again.</summary>
    public bool BrokeItsPromise { get; init; }

    /// <summary>The trace of the call that sends the request; null if nobody looks, or if the request is none that its caller asked for.</summary>
    public CallTrace? Trace { get; init; }

    /// <summary>Whether the request does something at the service; reading alone does not.</summary>
    public bool Acts => Method != HttpMethod.Get && Method != HttpMethod.Head && Method != HttpMethod.Options;

    /// <summary>Method and path, for messages. The query is left out, because it may hold secrets.</summary>
    public override string ToString() => $"{Method} {Path.WithoutQuery}";
}
