using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Reduces the frames of a journal to what the service documents: without ids, and without the events and fields that are our additions.</summary>
/// <param name="documented">What is documented of the stream.</param>
internal sealed class DocumentedFrames(DocumentedFields documented)
{
    private static readonly byte[] EndOfFrame = [(byte)'\n', (byte)'\n'];

    private byte[] _rest = [];

    /// <summary>Takes the next bytes of a journal, and writes the frames that are complete now.</summary>
    public void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        byte[] all = [.. _rest, .. bytes];
        var taken = 0;
        while (all.AsSpan(taken).IndexOf(EndOfFrame) is >= 0 and var length)
        {
            WriteFrame(all.AsSpan(taken, length), output);
            taken += length + EndOfFrame.Length;
        }

        _rest = all[taken..];
    }

    private void WriteFrame(ReadOnlySpan<byte> frame, IBufferWriter<byte> output)
    {
        var name = Line(frame, "event: "u8);
        if (documented.Of(Encoding.UTF8.GetString(name)) is not { } fields)
        {
            return;
        }

        output.Write("event: "u8);
        output.Write(name);
        output.Write("\ndata: {"u8);
        WriteFields(Line(frame, "data: "u8), fields, output);
        output.Write("}\n\n"u8);
    }

    /// <summary>Copies the fields as they are in the journal, byte for byte.</summary>
    private static void WriteFields(ReadOnlySpan<byte> data, IReadOnlyCollection<string> fields, IBufferWriter<byte> output)
    {
        var json = new Utf8JsonReader(data);
        json.Read();
        var isFirst = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)json.TokenStartIndex;
            var isDocumented = fields.Contains(json.GetString());
            json.Read();
            json.Skip();
            if (isDocumented)
            {
                output.Write(isFirst ? [] : ","u8);
                output.Write(data[start..(int)json.BytesConsumed]);
                isFirst = false;
            }
        }
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> field)
    {
        foreach (var range in frame.Split((byte)'\n'))
        {
            if (frame[range].StartsWith(field))
            {
                return frame[range][field.Length..];
            }
        }

        return [];
    }
}
