using System.Buffers;
using System.Globalization;
using System.Text;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>What a model is told of one output of a command: all of it, or its beginning and its end.</summary>
/// <param name="maxBytes">How many bytes are kept.</param>
internal sealed class KeptOutput(int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _head = new();
    private byte[] _tail = [];
    // How many bytes came behind the head. The tail holds the last of them, and the next byte goes to this place of it.
    private long _behindHead;
    private long _leftOut;
    private bool _headIsFull;

    private int TailLength => (int)Math.Min(_behindHead, _tail.Length);

    /// <summary>Takes the next piece of output.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!_headIsFull)
        {
            var room = (maxBytes / 2) - _head.WrittenCount;
            var fits = bytes.Length <= room ? bytes.Length : room - Utf8Boundary.IncompleteTail(bytes[..room]);
            _head.Write(bytes[..fits]);
            bytes = bytes[fits..];
            _headIsFull = bytes.Length > 0;
        }

        AddToTail(bytes);
    }

    /// <summary>The computer itself has left out some output here.</summary>
    public void Skip(long bytes)
    {
        _headIsFull = true;
        _leftOut += bytes + _behindHead;
        _behindHead = 0;
    }

    /// <summary>What was kept; if something is left out, a line between the beginning and the end says how much.</summary>
    public override string ToString()
    {
        var tail = Tail();
        var leftOut = _leftOut + _behindHead - tail.Length;
        var head = Encoding.UTF8.GetString(_head.WrittenSpan);
        return leftOut == 0
            ? head + Encoding.UTF8.GetString(tail)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{head}\n[{leftOut} bytes are left out here. Write the output to a file, and read the parts that you need.]\n{Encoding.UTF8.GetString(tail)}");
    }

    private void AddToTail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && _tail.Length == 0)
        {
            _tail = new byte[maxBytes - _head.WrittenCount];
        }

        if (bytes.Length > _tail.Length)
        {
            _behindHead += bytes.Length - _tail.Length;
            bytes = bytes[^_tail.Length..];
        }

        if (bytes.Length > 0)
        {
            var at = (int)(_behindHead % _tail.Length);
            var first = Math.Min(bytes.Length, _tail.Length - at);
            bytes[..first].CopyTo(_tail.AsSpan(at));
            bytes[first..].CopyTo(_tail);
            _behindHead += bytes.Length;
        }
    }

    private byte[] Tail()
    {
        var length = TailLength;
        if (length == 0)
        {
            return [];
        }

        var start = (int)((_behindHead - length) % _tail.Length);
        byte[] tail = [.. _tail.AsSpan(start, Math.Min(length, _tail.Length - start)), .. _tail.AsSpan(0, Math.Max(0, start + length - _tail.Length))];
        // The rest of a character whose beginning is left out.
        var rest = _behindHead > length || _leftOut > 0 ? tail.AsSpan(0, Math.Min(3, tail.Length)).IndexOfAnyExceptInRange((byte)0x80, (byte)0xBF) : 0;
        return rest > 0 ? tail[rest..] : tail;
    }
}
