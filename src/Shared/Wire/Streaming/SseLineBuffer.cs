using System.Buffers;
using System.Text;

namespace Shared.Wire.Streaming;

/// <summary>
/// Cuts bytes into lines as they come: LF, CR and CRLF each end a line, at once. It keeps the bytes of the current frame, and no others,
/// in one pooled array; every position it hands out counts from the frame's first byte, so that it survives a move of the bytes.
/// </summary>
internal sealed class SseLineBuffer(int maxFrameBytes, string limitName, Func<string, string> redact) : IDisposable
{
    private const int FirstSize = 8 * 1024;

    // A stream that fills what it is lent gets more, because a read costs more than the copy of its bytes.
    private const int LargestRead = 64 * 1024;

    // A stream that brings less with a read has not much to say.
    private const int QuietBytes = 1024;
    private const int RawCharacters = 4_096;

    private byte[] _bytes = [];
    private int _frame;
    private int _line;
    private int _searched;
    private int _end;
    private bool _atStart = true;
    private bool _keepsFrame;
    private bool _lfMayFollow;
    private bool _lent;
    private bool _filled;
    private bool _disposed;

    /// <summary>Whether the stream may let the next read wait for long. Then it is waited for without an array, by <see cref="Rest"/>.</summary>
    public bool IsQuiet { get; private set; } = true;

    public ReadOnlySpan<byte> this[Range partOfFrame] => _bytes.AsSpan(_frame, _end - _frame)[partOfFrame];

    /// <summary>Says that the last line belongs to a frame: its bytes, and the bytes of the lines that follow, stay until <see cref="DropFrame"/>.</summary>
    public void KeepFrame() => _keepsFrame = true;

    public void DropFrame() => _keepsFrame = false;

    /// <exception cref="WireProtocolException">The frame, or a line outside of a frame, is larger than the limit.</exception>
    public bool TryTakeLine(out Range line)
    {
        if (_lfMayFollow && _line < _end)
        {
            // The CR ended its line without waiting for this byte, which may be the second half of a CRLF.
            _lfMayFollow = false;
            _searched = _line += _bytes[_line] == (byte)'\n' ? 1 : 0;
        }

        if (!_keepsFrame)
        {
            _frame = _line;
        }

        var found = _bytes.AsSpan(_searched, _end - _searched).IndexOfAny((byte)'\r', (byte)'\n');
        var lineEnd = found < 0 ? _end : _searched + found;
        if (lineEnd - _frame > maxFrameBytes)
        {
            // The size is checked for every line, finished or not, so that the result does not depend on how the bytes were cut on the way.
            throw TooLarge(_bytes.AsSpan(_frame, lineEnd - _frame));
        }

        if (found < 0)
        {
            // A long line that comes in many small pieces is searched only once, and not again for every piece.
            _searched = _end;
            line = default;
            return false;
        }

        line = (_line - _frame)..(lineEnd - _frame);
        _lfMayFollow = _bytes[lineEnd] == (byte)'\r';
        _searched = _line = lineEnd + 1;
        _atStart = false;
        return true;
    }

    /// <summary>The space for the next bytes; never empty. Call it when no line is left, and call <see cref="Append"/> afterwards.</summary>
    /// <exception cref="InvalidOperationException">The space that was lent before was not given back: the read into it failed, or still runs.</exception>
    public Memory<byte> LendSpace()
    {
        BeginRead();
        if (_bytes.Length == 0)
        {
            _bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(_filled ? LargestRead : FirstSize, maxFrameBytes + 1L));
        }
        else if (_frame == _end || _end == _bytes.Length)
        {
            MoveFrameToStart();
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>The space for a read that only waits: none. Call <see cref="EndWait"/> afterwards. Without a begun frame the array goes back to the pool.</summary>
    /// <exception cref="InvalidOperationException">An earlier read failed, or still runs.</exception>
    public Memory<byte> Rest()
    {
        BeginRead();
        if (_frame == _end && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _frame = _line = _searched = _end = 0;
        }

        return default;
    }

    public void EndWait() => _lent = false;

    public void Append(int count)
    {
        _lent = false;
        _filled = count == _bytes.Length - _end;
        IsQuiet = count < QuietBytes;
        _end += count;
        if (_atStart && _end - _line >= 3)
        {
            _atStart = false;
            if (_bytes.AsSpan(_line).StartsWith("\uFEFF"u8))
            {
                _searched = _line += 3;
            }
        }
    }

    public void Dispose()
    {
        // After a read that failed or still runs, the stream may still write into the array. So the array is not returned to the pool, whose next
        // user would find foreign bytes.
        if (!_lent && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _disposed = true;
        _bytes = [];
        _frame = _line = _searched = _end = 0;
    }

    private void BeginRead()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_lent)
        {
            throw new InvalidOperationException("An earlier read of this stream of events failed, or still runs.");
        }

        _lent = true;
    }

    private void MoveFrameToStart()
    {
        var held = _bytes.AsSpan(_frame, _end - _frame);
        var isSmall = held.Length > _bytes.Length / 2 || (_filled && _bytes.Length < LargestRead);
        if (isSmall && _bytes.Length <= maxFrameBytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _bytes.Length, maxFrameBytes + 1L));
            held.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        else
        {
            held.CopyTo(_bytes);
        }

        _line -= _frame;
        _searched -= _frame;
        _end -= _frame;
        _frame = 0;
    }

    private WireProtocolException TooLarge(ReadOnlySpan<byte> frame)
    {
        // A UTF-16 unit takes at most three bytes of UTF-8. The text is redacted before it is cut, because half a key would not be recognized.
        var raw = redact(Encoding.UTF8.GetString(frame[..Math.Min(frame.Length, 3 * RawCharacters)]));
        return new(
            $"An event of the stream is larger than {maxFrameBytes} bytes. If such an event is expected, raise {limitName}.")
        {
            Raw = raw.Length > RawCharacters ? raw[..RawCharacters] : raw,
        };
    }
}
