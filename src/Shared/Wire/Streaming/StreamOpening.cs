using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>How a stream is opened. A stream that must wait before it may be opened, or that can react to a refusal, derives a class of its own.</summary>
/// <param name="http">What sends the requests.</param>
/// <param name="request">The request that first opens the stream. Messages use it as the name of the call.</param>
internal class StreamOpening(WireHttp http, ApiRequest request) : IDisposable
{
    public ApiRequest Request => request;

    /// <summary>What the server must have announced before the stream is opened.</summary>
    public IReadOnlyList<StreamRequirement> Requires { get; init; } = [];

    /// <summary>Advice for a caller whose stream was silent for too long: empty, or a sentence with a leading space.</summary>
    public string SilenceAdvice { get; init; } = "";

    /// <summary>Whether opening the stream does something at the service; reading alone does not.</summary>
    public bool Acts => request.Acts;

    /// <summary>Whether the service has certainly done nothing so far. Then the caller gets a failure as it is, and there is nothing to stop.</summary>
    public virtual bool NothingWasDone => false;

    protected WireHttp Http => http;

    /// <summary>Sends the request that opens the stream, or a request that opens it again.</summary>
    public virtual Task<EventConnection> SendAsync(ApiRequest attempt, CancellationToken cancellationToken) =>
        EventConnection.OpenAsync(http, attempt, cancellationToken);

    public virtual void Dispose()
    {
    }
}
