using System.Net;
using System.Net.Http.Headers;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The JSON of a POST, which knows whether it was sent. As long as it was not, the receiver can't have done anything.</summary>
internal sealed class PostedContent : HttpContent
{
    private readonly byte[] _body;

    /// <param name="body">JSON.</param>
    public PostedContent(byte[] body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether there is a connection to the receiver, and the client has begun to write the JSON to it.</summary>
    public bool IsBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsBegun = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
