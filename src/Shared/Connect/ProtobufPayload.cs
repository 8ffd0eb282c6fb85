using System.Buffers;
using Google.Protobuf;

namespace Shared.Connect;

/// <summary>Messages as protobuf.</summary>
internal sealed class ProtobufPayload : PayloadCodec
{
    public override string UnaryType => "application/proto";

    public override string StreamType => "application/connect+proto";

    public override void Write<T>(MessageKind<T> kind, T message, IBufferWriter<byte> to) => message.WriteTo(to);

    public override void Write(BytesPath path, ReadOnlySpan<byte> bytes, IBufferWriter<byte> to) => path.WriteProtobuf(bytes, to);

    public override T Read<T>(MessageKind<T> kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            return kind.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new BadMessageException(ConnectCodes.InvalidArgument, $"The payload is no {typeof(T).Name} in protobuf: {e.Message}", e);
        }
    }

    public override byte[]? TryRead(BytesPath path, ReadOnlySpan<byte> payload) => path.TryReadProtobuf(payload);
}
