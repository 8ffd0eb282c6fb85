using System.Net;

namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>
/// The empty body of the check's request. SocketsHttpHandler repeats a request without a body by itself after a cut, but a check must be one call.
/// </summary>
internal sealed class ProbeContent : HttpContent
{
    private const string HttpSource = "System.Net.Http";

    /// <summary>
    /// The API's expected answer is a 404, and .NET marks the span of such a request as an error. Our code runs inside that span here. It excludes
    /// the span from the recording, so that a healthy app has no errors in its traces.
    /// </summary>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        UnrecordedSpan.ExcludeCurrent(HttpSource);
        return Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return true;
    }
}
