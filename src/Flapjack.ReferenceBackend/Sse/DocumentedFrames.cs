using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Reduces the frames of a journal to what the service documents: without ids, and without the events and fields that are our additions.</summary>
/// <param name="documented">What is documented of the stream.</param>
internal sealed class DocumentedFrames(DocumentedFields documented)
{
    private static readonly byte[] EndOfFrame = [(byte)'\n', (byte)'\n'];

    // What has come of a frame whose end has not; rented while there is something in it.
    private byte[] _held = [];
    private int _length;

    /// <summary>Takes the next bytes of a journal, and writes the frames that are complete now.</summary>
    public void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        // What was held has no end of a frame in it, but its last byte may be the first half of one.
        var searched = Math.Max(_length - 1, 0);
        var all = _length == 0 ? bytes : Hold(bytes);
        var taken = 0;
        while (all[searched..].IndexOf(EndOfFrame) is >= 0 and var length)
        {
            WriteFrame(all[taken..(searched + length)], output);
            taken = searched += length + EndOfFrame.Length;
        }

        HoldOnly(all[taken..]);
    }

    private ReadOnlySpan<byte> Hold(ReadOnlySpan<byte> bytes)
    {
        if (_held.Length - _length < bytes.Length)
        {
            // At least twice as long, so that a long frame is not copied for each of its pieces.
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _length, _length + bytes.Length));
            _held.AsSpan(0, _length).CopyTo(larger);
            Return();
            _held = larger;
        }

        bytes.CopyTo(_held.AsSpan(_length));
        _length += bytes.Length;
        return _held.AsSpan(0, _length);
    }

    /// <summary>Holds the rest of what was searched; it may lie among what is held.</summary>
    private void HoldOnly(ReadOnlySpan<byte> rest)
    {
        if (rest.Length == 0)
        {
            Return();
            _length = 0;
        }
        else if (_length == 0)
        {
            Hold(rest);
        }
        else
        {
            rest.CopyTo(_held);
            _length = rest.Length;
        }
    }

    private void Return()
    {
        if (_held.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_held);
            _held = [];
        }
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
