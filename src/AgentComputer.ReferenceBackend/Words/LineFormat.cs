using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using LocalComputers.Journals;

namespace AgentComputer.ReferenceBackend.Words;

/// <summary>Writes a frame as one line of text: its number, the name of its event, and its JSON object, with a tab between them. No frame leaves this process.</summary>
internal sealed class LineFormat : FrameFormat
{
    private const byte Tab = (byte)'\t';
    private const byte EndOfLine = (byte)'\n';
    private const int RoomAround = 256;

    // JSON escapes line breaks and tabs, so those of a frame are its own.
    private static readonly JsonWriterOptions OneLine = new() { SkipValidation = true };

    private readonly byte[] _prefix;

    /// <param name="idPrefix">What stands before the number in a frame's id.</param>
    public LineFormat(string idPrefix)
        : base(idPrefix)
    {
        _prefix = Encoding.UTF8.GetBytes(idPrefix);
    }

    public override void Write<TState>(
        IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData)
    {
        Begin(output, number, eventName);
        using (var json = new Utf8JsonWriter(output, OneLine))
        {
            json.WriteStartObject();
            writeData(json, state);
            json.WriteEndObject();
        }

        output.Write([EndOfLine]);
    }

    public override void WriteText(
        IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> property, ReadOnlySpan<byte> text)
    {
        Begin(output, number, eventName);
        using (var json = new Utf8JsonWriter(output, OneLine))
        {
            json.WriteStartObject();
            json.WriteString(property, text);
            json.WriteEndObject();
        }

        output.Write([EndOfLine]);
    }

    public override int RoomFor(ReadOnlySpan<byte> text) => RoomAround + text.Length;

    public override int LengthOfFirst(ReadOnlySpan<byte> bytes, int searched = 0) =>
        bytes[searched..].IndexOf(EndOfLine) is >= 0 and var length ? searched + length + 1 : 0;

    public override long? NumberOf(ReadOnlySpan<byte> frame)
    {
        var digits = frame.StartsWith(_prefix) ? frame[_prefix.Length..] : [];
        return Utf8Parser.TryParse(digits, out long number, out var length) && digits[length..] is [Tab, ..] ? number : null;
    }

    public override bool MayBegin(ReadOnlySpan<byte> bytes, long? number)
    {
        ReadOnlySpan<byte> next = [.. _prefix, .. Encoding.UTF8.GetBytes($"{number}\t")];
        return bytes.Length < next.Length ? next.StartsWith(bytes) : bytes.StartsWith(next);
    }

    public override LastFrame Read(ReadOnlySpan<byte> frame)
    {
        var parts = Encoding.UTF8.GetString(frame).TrimEnd('\n').Split('\t', 3);
        return new(parts[1], parts[2]);
    }

    private void Begin(IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName)
    {
        output.Write(_prefix);
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var digits);
        output.Advance(digits);
        output.Write([Tab]);
        output.Write(eventName);
        output.Write([Tab]);
    }
}
