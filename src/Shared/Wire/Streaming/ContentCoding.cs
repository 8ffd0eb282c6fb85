using System.IO.Compression;
using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>Unpacks a body that was compressed on the way, although the request asked for no compression.</summary>
internal static class ContentCoding
{
    /// <exception cref="WireProtocolException">The client can't unpack the body.</exception>
    public static Stream Unpack(Stream body, ICollection<string> codings, Redaction redaction) => string.Join(", ", codings).ToUpperInvariant() switch
    {
        "" or "IDENTITY" => body,
        "GZIP" or "X-GZIP" => new GZipStream(body, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(body, CompressionMode.Decompress),
        "BR" => new BrotliStream(body, CompressionMode.Decompress),
        _ => throw new WireProtocolException(redaction.Message(
            $"The stream of events came with Content-Encoding {string.Join(", ", codings)}, though the request asked for none, and can't be unpacked. Something between the service and this client compresses it.")),
    };
}
