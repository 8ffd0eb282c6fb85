using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Writes frames as server-sent events: <c>id</c>, <c>event</c>, one line of <c>data</c>, a blank line.</summary>
internal sealed class SseFormat : FrameFormat
{
    // A frame's data is one line, so a blank line is always the end of a frame.
    private static readonly byte[] EndOfFrame = "\n\n"u8.ToArray();

    // Relaxed, because the data is no HTML, and most of what people print would otherwise become \u escapes.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const int RoomAround = 256;

    private readonly byte[] _beginning;

    /// <param name="idPrefix">What stands before the number in a frame's id.</param>
    public SseFormat(string idPrefix)
        : base(idPrefix)
    {
        _beginning = Encoding.UTF8.GetBytes($"id: {idPrefix}");
    }

    public override void Write<TState>(
        IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData)
    {
        Begin(output, number, eventName);
        using (var json = new Utf8JsonWriter(output, Relaxed))
        {
            json.WriteStartObject();
            writeData(json, state);
            json.WriteEndObject();
        }

        output.Write(EndOfFrame);
    }

    public override void WriteText(
        IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> property, ReadOnlySpan<byte> text)
    {
        // Enough for nearly every text, so that the frame is built where it stays.
        output.GetSpan(RoomFor(text));
        Begin(output, number, eventName);
        output.Write("{\""u8);
        output.Write(property);
        output.Write("\":\""u8);
        EscapedText.Write(text, output);
        output.Write("\"}"u8);
        output.Write(EndOfFrame);
    }

    public override int RoomFor(ReadOnlySpan<byte> text) => RoomAround + EscapedText.UsualRoomFor(text);

    public override int LengthOfFirst(ReadOnlySpan<byte> bytes, int searched = 0)
    {
        // The first half of the end may be the last byte that was searched.
        var from = Math.Max(searched - (EndOfFrame.Length - 1), 0);
        return bytes[from..].IndexOf(EndOfFrame) is >= 0 and var length ? from + length + EndOfFrame.Length : 0;
    }

    public override long? NumberOf(ReadOnlySpan<byte> frame)
    {
        var digits = frame.StartsWith(_beginning) ? frame[_beginning.Length..] : [];
        return Utf8Parser.TryParse(digits, out long number, out var length) && digits[length..].StartsWith("\nevent: "u8) ? number : null;
    }

    public override bool MayBegin(ReadOnlySpan<byte> bytes, long? number)
    {
        ReadOnlySpan<byte> next = [.. _beginning, .. Encoding.UTF8.GetBytes($"{number}\nevent: ")];
        return bytes.Length < next.Length ? next.StartsWith(bytes) : bytes.StartsWith(next);
    }

    public override LastFrame Read(ReadOnlySpan<byte> frame)
    {
        var lines = Encoding.UTF8.GetString(frame).Split('\n');
        return new(lines[1]["event: ".Length..], lines[2]["data: ".Length..]);
    }

    private void Begin(IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName)
    {
        output.Write(_beginning);
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var digits);
        output.Advance(digits);
        output.Write("\nevent: "u8);
        output.Write(eventName);
        output.Write("\ndata: "u8);
    }
}
