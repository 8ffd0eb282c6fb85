using System.Buffers;
using System.Text.Json;

namespace Shared.Connect;

/// <summary>Messages as the JSON of proto3.</summary>
internal sealed class JsonPayload : PayloadCodec
{
    public override string UnaryType => "application/json";

    public override string StreamType => "application/connect+json";

    public override void Write<T>(MessageKind<T> kind, T message, IBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to, ConnectJson.Writing);
        kind.Json.Write(writer, message);
    }

    public override void Write(BytesPath path, ReadOnlySpan<byte> bytes, IBufferWriter<byte> to) => path.WriteJson(bytes, to);

    public override T Read<T>(MessageKind<T> kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = ConnectJson.Reader(payload);
            reader.Read();
            var message = kind.Json.Read(ref reader);
            return reader.Read() ? throw new JsonException("Something follows the message.") : message;
        }
        // Well-formed JSON may hold half a character, which a string can't hold.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadMessageException(ConnectCodes.InvalidArgument, $"The payload is no {typeof(T).Name} in JSON: {e.Message}", e);
        }
    }

    public override byte[]? TryRead(BytesPath path, ReadOnlySpan<byte> payload) => path.TryReadJson(payload);
}
