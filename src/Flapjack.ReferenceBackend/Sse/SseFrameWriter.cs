using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Builds one frame after another in a buffer that is reused: <c>id</c>, <c>event</c>, one line of <c>data</c>, a blank line.</summary>
internal sealed class SseFrameWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _frame = new(1024);
    // Relaxed: the data is no HTML, and most of what people print would otherwise become \u escapes.
    private readonly Utf8JsonWriter _json;

    public SseFrameWriter() => _json = new(_frame, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>A frame, valid until the next call.</summary>
    /// <param name="idPrefix">What stands before the number in the id.</param>
    /// <param name="number">The frame's number.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="state">Handed to <paramref name="writeData"/>.</param>
    /// <param name="writeData">Writes the event's JSON, which must be one object.</param>
    public ReadOnlySpan<byte> Write<TState>(
        ReadOnlySpan<byte> idPrefix, long number, ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData)
        where TState : allows ref struct
    {
        _frame.ResetWrittenCount();
        _frame.Write("id: "u8);
        _frame.Write(idPrefix);
        Utf8Formatter.TryFormat(number, _frame.GetSpan(20), out var digits);
        _frame.Advance(digits);
        _frame.Write("\nevent: "u8);
        _frame.Write(eventName);
        _frame.Write("\ndata: "u8);
        _json.Reset(_frame);
        _json.WriteStartObject();
        writeData(_json, state);
        _json.WriteEndObject();
        _json.Flush();
        _frame.Write("\n\n"u8);
        return _frame.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();
}
