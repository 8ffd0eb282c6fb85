using System.Net;

namespace Shared.Wire.Http;

/// <summary>
/// The body of one attempt. It can be sent once: a handler that follows a redirect or repeats by itself fails before a byte of the body
/// leaves again, because the body may hold secrets or start a command.
/// </summary>
internal abstract class OneTimeContent(string clientName) : HttpContent
{
    // The exception passes through handlers that wrap it; the mark finds it again.
    private const string Mark = "Wire.BodySentTwice";

    private int _sent;

    /// <summary>Whether an exception comes from the attempt to send a body a second time.</summary>
    public static bool WasSentTwice(Exception exception) => TransportFailure.Causes(exception).Any(cause => cause.Data.Contains(Mark));

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ThrowIfSent();
        return WriteToAsync(stream, cancellationToken);
    }

    protected abstract Task WriteToAsync(Stream stream, CancellationToken cancellationToken);

    protected void ThrowIfSent()
    {
        if (Interlocked.Exchange(ref _sent, 1) != 0)
        {
            throw new InvalidOperationException($"The body of a request of {clientName} can be sent only once in each attempt.") { Data = { [Mark] = true } };
        }
    }
}
