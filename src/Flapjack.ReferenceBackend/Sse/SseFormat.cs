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

    // One buffer and one writer for all frames of the journal.
    private readonly ArrayBufferWriter<byte> _frame = new(1024);
    // Relaxed, because the data is no HTML, and most of what people print would otherwise become \u escapes.
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _beginning;

    /// <param name="idPrefix">What stands before the number in a frame's id.</param>
    public SseFormat(string idPrefix)
        : base(idPrefix)
    {
        _json = new(_frame, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _beginning = Encoding.UTF8.GetBytes($"id: {idPrefix}");
    }

    public override ReadOnlySpan<byte> Write<TState>(long number, ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData)
    {
        Begin(number, eventName);
        _json.Reset(_frame);
        _json.WriteStartObject();
        writeData(_json, state);
        _json.WriteEndObject();
        _json.Flush();
        _frame.Write(EndOfFrame);
        return _frame.WrittenSpan;
    }

    public override ReadOnlySpan<byte> WriteText(long number, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> property, ReadOnlySpan<byte> text)
    {
        Begin(number, eventName);
        _frame.Write("{\""u8);
        _frame.Write(property);
        _frame.Write("\":\""u8);
        EscapedText.Write(text, _frame);
        _frame.Write("\"}"u8);
        _frame.Write(EndOfFrame);
        return _frame.WrittenSpan;
    }

    public override int LengthOfFirst(ReadOnlySpan<byte> bytes) => bytes.IndexOf(EndOfFrame) is >= 0 and var length ? length + EndOfFrame.Length : 0;

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

    protected override void Dispose(bool disposing)
    {
        _json.Dispose();
        base.Dispose(disposing);
    }

    private void Begin(long number, ReadOnlySpan<byte> eventName)
    {
        _frame.ResetWrittenCount();
        _frame.Write(_beginning);
        Utf8Formatter.TryFormat(number, _frame.GetSpan(20), out var digits);
        _frame.Advance(digits);
        _frame.Write("\nevent: "u8);
        _frame.Write(eventName);
        _frame.Write("\ndata: "u8);
    }
}
