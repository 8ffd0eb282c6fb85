namespace Shared.Wire.Http;

/// <summary>One logical call; an <see cref="HttpRequestMessage"/> is built from it anew for every attempt.</summary>
internal sealed record ApiRequest(HttpMethod Method, WirePath Path, RetryRule Retry)
{
    /// <summary>The JSON body; null for none.</summary>
    public JsonBody? Body { get; init; }

    /// <summary>The value of <c>Idempotency-Key</c>, the same on every attempt; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The value of <c>Last-Event-ID</c>: the stream goes on behind that event; null for its beginning.</summary>
    public string? LastEventId { get; init; }

    /// <summary>Headers that only this kind of request has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What a refusal of the request means; null if the dialect's table says it.</summary>
    public ErrorTable? Errors { get; init; }

    /// <summary>Whether the answer is a stream of events: then only its headers are awaited.</summary>
    public bool WantsEvents { get; init; }

    /// <summary>How long the caller allows for what the request starts; null where the caller did not say.</summary>
    public OwnLimit? MayTake { get; init; }

    /// <summary>Whether the server has been silent for longer than a server that sends heartbeats may be: its promise of them is not believed again.</summary>
    public bool BrokeItsPromise { get; init; }

    public override string ToString() => $"{Method} {Path}";
}
