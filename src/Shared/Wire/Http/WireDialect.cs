using Shared.Wire.Diagnostics;

namespace Shared.Wire.Http;

/// <summary>What one vendor's wire calls the things that every vendor's wire has. The rest of <c>Shared/Wire</c> knows none of these words.</summary>
internal sealed record WireDialect
{
    /// <summary>The service in messages: "the API of the vendor".</summary>
    public required string Api { get; init; }

    /// <summary>The public type of the client, for messages.</summary>
    public required string ClientName { get; init; }

    /// <summary>The public type of the client's options, for messages. It has the options <c>ConnectTimeout</c>, <c>ResponseTimeout</c>,
    /// <c>StreamIdleTimeout</c> and <c>MaxStreamFrameBytes</c>.</summary>
    public required string OptionsName { get; init; }

    /// <summary>The word before the key in <c>Authorization</c>.</summary>
    public required string AuthorizationScheme { get; init; }

    /// <summary>The header in which an answer tells the service's id of the request.</summary>
    public required string RequestIdHeader { get; init; }

    /// <summary>The header in which a server announces its additions to the wire.</summary>
    public required string ExtensionsHeader { get; init; }

    /// <summary>How the names of the vendor's own headers begin; a caller can't add such a header to a request.</summary>
    public required string HeaderPrefix { get; init; }

    /// <summary>The additions that, announced together, promise that an open stream is never silent for long; empty if nothing promises that.</summary>
    public required IReadOnlyList<string> HeartbeatExtensions { get; init; }

    /// <summary>For how long the service knows an idempotency key. A repeat under a key that it has forgotten is another request.</summary>
    public required TimeSpan KeysAreKept { get; init; }

    /// <summary>The spans and measurements of the client.</summary>
    public required Telemetry Telemetry { get; init; }

    /// <summary>What a refusal means if the request has no table of its own.</summary>
    public required ErrorTable Errors { get; init; }

    /// <summary>Reads the body of a refusal. It never throws: a body of another shape has no code and no detail.</summary>
    public required Func<byte[], ErrorBody> ReadError { get; init; }
}
