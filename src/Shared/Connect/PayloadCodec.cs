using System.Buffers;
using Google.Protobuf;

namespace Shared.Connect;

/// <summary>How messages become bytes. There are two ways, and both have no state.</summary>
internal abstract class PayloadCodec
{
    public static PayloadCodec Json { get; } = new JsonPayload();

    public static PayloadCodec Protobuf { get; } = new ProtobufPayload();

    /// <summary>The media type of a message that is a whole body.</summary>
    public abstract string UnaryType { get; }

    /// <summary>The media type of a body of frames.</summary>
    public abstract string StreamType { get; }

    /// <summary>The codec of a unary media type; null if there is none. Parameters of the type don't matter.</summary>
    public static PayloadCodec? OfUnary(string? mediaType) => Find(mediaType, codec => codec.UnaryType);

    /// <summary>The codec of a stream's media type; null if there is none. Parameters of the type don't matter.</summary>
    public static PayloadCodec? OfStream(string? mediaType) => Find(mediaType, codec => codec.StreamType);

    public abstract void Write<T>(MessageKind<T> kind, T message, IBufferWriter<byte> to) where T : class, IMessage<T>, new();

    /// <summary>Writes a message that carries nothing but bytes, in one step.</summary>
    public abstract void Write(BytesPath path, ReadOnlySpan<byte> bytes, IBufferWriter<byte> to);

    /// <summary>Reads a message. Unknown fields are ignored. An empty payload is an empty message in protobuf only.</summary>
    /// <exception cref="BadMessageException">The payload is no such message.</exception>
    public abstract T Read<T>(MessageKind<T> kind, ReadOnlySpan<byte> payload) where T : class, IMessage<T>, new();

    /// <summary>The bytes of a message that carries nothing else, written in the shortest form; null for every other message.</summary>
    public abstract byte[]? TryRead(BytesPath path, ReadOnlySpan<byte> payload);

    private static PayloadCodec? Find(string? mediaType, Func<PayloadCodec, string> typeOf)
    {
        var type = mediaType.AsSpan();
        type = (type.IndexOf(';') is >= 0 and var end ? type[..end] : type).Trim();
        return type.Equals(typeOf(Json), StringComparison.OrdinalIgnoreCase) ? Json
            : type.Equals(typeOf(Protobuf), StringComparison.OrdinalIgnoreCase) ? Protobuf
            : null;
    }
}
