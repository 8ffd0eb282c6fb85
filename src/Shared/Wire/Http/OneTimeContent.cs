using System.Net;

namespace Shared.Wire.Http;

/// <summary>
/// The body of one attempt. It can be sent once: a handler that follows a redirect or repeats by itself fails before a byte of the body
/// leaves again, because the body may hold secrets or start a command.
/// </summary>
internal sealed class OneTimeContent(byte[] body, string clientName) : HttpContent
{
    // The exception passes through handlers that wrap it; the mark finds it again.
    private const string Mark = "Wire.BodySentTwice";

    private int _sent;

    /// <summary>Whether an exception comes from the attempt to send a body a second time.</summary>
    public static bool WasSentTwice(Exception exception) => TransportFailure.Causes(exception).Any(cause => cause.Data.Contains(Mark));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ThrowIfSent();
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

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

    private void ThrowIfSent()
    {
        if (Interlocked.Exchange(ref _sent, 1) != 0)
        {
            throw new InvalidOperationException($"The body of a request of {clientName} can be sent only once in each attempt.") { Data = { [Mark] = true } };
        }
    }
}
