using System.Buffers;
using System.Text;
using Google.Protobuf;
using Shared.Connect;

namespace AgentComputer.Sdk.Tests.Connect;

/// <summary>What the tests of the codec share: frames as literal bytes, and bodies that the network splits.</summary>
public abstract class CodecTest
{
    internal static byte[] Frame(byte flags, string payload) => Frame(flags, Encoding.UTF8.GetBytes(payload));

    internal static byte[] Frame(byte flags, byte[] payload) =>
        [flags, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    internal static string Json<T>(MessageKind<T> kind, T message) where T : class, IMessage<T>, new() =>
        Encoding.UTF8.GetString(Bytes(PayloadCodec.Json, kind, message));

    internal static byte[] Bytes<T>(PayloadCodec codec, MessageKind<T> kind, T message) where T : class, IMessage<T>, new()
    {
        var written = new ArrayBufferWriter<byte>();
        codec.Write(kind, message, written);
        return written.WrittenSpan.ToArray();
    }

    internal static T OfJson<T>(MessageKind<T> kind, string json) where T : class, IMessage<T>, new() =>
        PayloadCodec.Json.Read(kind, Encoding.UTF8.GetBytes(json));

    /// <summary>Reads all frames of a body: flags, a space, the payload as text.</summary>
    internal static async Task<(List<string> Frames, bool IsCut)> ReadAllAsync(Stream body, string? encoding = null, int maxBytes = FrameReader.DefaultMaxBytes)
    {
        using var reader = new FrameReader(body, encoding, maxBytes);
        var frames = new List<string>();
        while (await reader.ReadAsync(default))
        {
            frames.Add($"{(byte)reader.Flags} {Encoding.UTF8.GetString(reader.Payload.Span)}");
        }

        return (frames, reader.HasPartOfFrame);
    }
}
