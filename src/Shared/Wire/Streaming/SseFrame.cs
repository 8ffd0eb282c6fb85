using System.Buffers;
using System.Buffers.Text;

namespace Shared.Wire.Streaming;

/// <summary>The fields of one frame, as ranges of its bytes. The object is reused for the next frame.</summary>
internal sealed class SseFrame(SseLineBuffer lines)
{
    private readonly ArrayBufferWriter<byte> _joined = new();
    private Range _type;
    private Range _firstData;
    private Range? _id;
    private int _dataLines;

    public bool IsEvent => _dataLines > 0;

    public bool HasId => _id is not null;

    public ReadOnlySpan<byte> Type => lines[_type] is { IsEmpty: false } type ? type : "message"u8;

    public ReadOnlySpan<byte> Data => _dataLines > 1 ? _joined.WrittenSpan : lines[_firstData];

    public ReadOnlySpan<byte> Id => lines[_id ?? default];

    /// <summary>The latest valid <c>retry</c> of all frames: it needs no blank line to take effect.</summary>
    public TimeSpan? Retry { get; private set; }

    public void AddLine(Range line)
    {
        var bytes = lines[line];
        var colon = bytes.IndexOf((byte)':');
        if (colon == 0)
        {
            return; // a comment
        }

        lines.KeepFrame();
        var name = colon < 0 ? bytes : bytes[..colon];
        var valueAt = colon < 0 ? bytes.Length : colon + 1;
        valueAt += valueAt < bytes.Length && bytes[valueAt] == (byte)' ' ? 1 : 0;
        AddField(name, bytes[valueAt..], (line.Start.Value + valueAt)..line.End);
    }

    public void Forget()
    {
        lines.DropFrame();
        _type = _firstData = default;
        _id = null;
        _dataLines = 0;
    }

    private void AddField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, Range valueRange)
    {
        if (name.SequenceEqual("data"u8))
        {
            AddData(value, valueRange);
        }
        else if (name.SequenceEqual("event"u8))
        {
            _type = valueRange;
        }
        else if (name.SequenceEqual("id"u8) && !value.Contains((byte)0))
        {
            _id = valueRange;
        }
        else if (name.SequenceEqual("retry"u8) && !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            Retry = ToTimeSpan(value);
        }
    }

    private void AddData(ReadOnlySpan<byte> value, Range valueRange)
    {
        if (_dataLines++ == 0)
        {
            _firstData = valueRange; // data of one line is never copied
            return;
        }

        if (_dataLines == 2)
        {
            _joined.ResetWrittenCount();
            _joined.Write(lines[_firstData]);
        }

        _joined.Write("\n"u8);
        _joined.Write(value);
    }

    private static TimeSpan ToTimeSpan(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long milliseconds, out _) && milliseconds <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond
            ? new(milliseconds * TimeSpan.TicksPerMillisecond)
            : TimeSpan.MaxValue;
}
