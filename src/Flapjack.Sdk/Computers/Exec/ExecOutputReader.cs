using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>
/// Reads the output of one command. Data of the form that servers write is recognized by its shape and unescaped into one buffer; all other data is
/// read by <see cref="ExecOutputJson"/>. Tests compare the two.
/// </summary>
internal sealed class ExecOutputReader : IDisposable
{
    private const int SmallestBuffer = 256;

    private byte[] _buffer = [];
    private int _length;
    private ExecOutputEvent? _latest;
    private ExecStdoutEvent? _stdout;
    private ExecStderrEvent? _stderr;

    /// <summary>Whether the events are lent (<see cref="ExecComputerOptions.LendsOutput"/>).</summary>
    public bool LendsOutput { get; set; }

    /// <summary>Reads an event of output; null if the name is that of another event, or the data must be looked at more closely.</summary>
    public ExecOutputEvent? TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var isStdout = name.SequenceEqual("stdout"u8);
        if ((!isStdout && !name.SequenceEqual("stderr"u8)) || !TryUnescape(data, out var isText, out var isAscii))
        {
            return _latest = null;
        }

        if (LendsOutput)
        {
            ExecOutputEvent lent = isStdout ? _stdout ??= new() : _stderr ??= new();
            lent.Lend(_buffer.AsMemory(0, _length));
            return _latest = lent;
        }

        ExecOutputEvent output = isStdout ? new ExecStdoutEvent() : new ExecStderrEvent();
        var bytes = _buffer.AsSpan(0, _length);
        if (isText)
        {
            // Of ASCII, Latin-1 makes the same string, and need not count the characters first.
            output.SetText((isAscii ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes));
        }
        else
        {
            output.SetBytes(bytes.ToArray());
        }

        return _latest = output;
    }

    /// <summary>The bytes of an event that was just read. They are still in the buffer, even if the event itself holds only text.</summary>
    public ReadOnlySpan<byte> BytesOf(ExecOutputEvent output) => ReferenceEquals(output, _latest) ? _buffer.AsSpan(0, _length) : output.Bytes.Span;

    /// <summary>Gives the buffer back. The latest event, if it is lent, is no longer valid.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _length, _latest) = ([], 0, null);
    }

    /// <summary>Reads <c>{"chunk":"…"}</c> and <c>{"chunk":"…","chunkBase64":"…"}</c> into the buffer; false if the data is anything else.</summary>
    private bool TryUnescape(ReadOnlySpan<byte> data, out bool isText, out bool isAscii)
    {
        (isText, isAscii) = (true, false);
        if (!data.StartsWith("{\"chunk\":\""u8))
        {
            return false;
        }

        var text = data["{\"chunk\":\"".Length..];
        MakeRoom(text.Length);
        if (!JsonText.TryRead(text, _buffer, out var read, out _length, out isAscii))
        {
            return false;
        }

        var rest = text[read..];
        return rest.SequenceEqual("\"}"u8) || (rest.StartsWith("\",\"chunkBase64\":\""u8) && TryDecode(rest["\",\"chunkBase64\":\"".Length..], out isText));
    }

    // The exact bytes take the place of the text.
    private bool TryDecode(ReadOnlySpan<byte> base64, out bool isText)
    {
        isText = false;
        if (!base64.EndsWith("\"}"u8) || base64.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return false;
        }

        base64 = base64[..^2];
        return Base64.DecodeFromUtf8(base64, _buffer, out var decoded, out _length) == OperationStatus.Done && decoded == base64.Length;
    }

    private void MakeRoom(int length)
    {
        if (_buffer.Length < length)
        {
            Dispose();
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(length, SmallestBuffer));
        }
    }
}
