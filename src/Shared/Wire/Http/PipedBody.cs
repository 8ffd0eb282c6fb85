using System.IO.Pipelines;

namespace Shared.Wire.Http;

/// <summary>
/// A body that is written while it is sent. It is sent once: what has left can't be read again. The writer waits when the network, or the service,
/// takes the bytes more slowly than they are written.
/// </summary>
/// <param name="mediaType">What the body is.</param>
internal sealed class PipedBody(string mediaType)
{
    private const int MostBytesWaiting = 256 * 1024;

    private readonly Pipe _pipe = new(new(
        pauseWriterThreshold: MostBytesWaiting, resumeWriterThreshold: MostBytesWaiting / 2, useSynchronizationContext: false));

    public string MediaType => mediaType;

    /// <summary>Where the body is written. If the request has ended, a flush is completed at once.</summary>
    public PipeWriter Writer => _pipe.Writer;

    public PipeReader Reader => _pipe.Reader;
}
