using System.Net;

namespace Shared.Wire.Http;

/// <summary>A body that is in memory.</summary>
internal sealed class BytesContent(byte[] body, string clientName) : OneTimeContent(clientName)
{
    protected override Task WriteToAsync(Stream stream, CancellationToken cancellationToken) => stream.WriteAsync(body, cancellationToken).AsTask();

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ThrowIfSent();
        stream.Write(body);
    }

    // A handler that only looks at the body, for example to log it, sends nothing.
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new MemoryStream(body, writable: false));

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
