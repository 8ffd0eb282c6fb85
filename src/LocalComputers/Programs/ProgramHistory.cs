using LocalComputers.Shells;

namespace LocalComputers.Programs;

/// <summary>The last output of a program, in the order in which it came. What is older falls out, and is counted. Not thread-safe.</summary>
/// <param name="capacity">The most bytes that are kept; 0 for none.</param>
internal sealed class ProgramHistory(int capacity)
{
    private const int SmallestBuffer = 4 * 1024;
    private const int LongestPiece = 32 * 1024;

    // The description of a piece takes four bytes; without a limit a program that writes to both outputs in turn, byte by byte, would fill the memory.
    private const int MostPieces = 64 * 1024;

    // A character of UTF-8 has at most three bytes behind its first.
    private const int LongestRest = 3;

    private readonly OutputPieces _pieces = new();
    private readonly long[] _dropped = new long[2];
    private byte[] _bytes = [];
    private int _first;
    private int _count;

    public void Add(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > capacity)
        {
            DropFromFront(_count);
            _dropped[(int)kind] += bytes.Length - capacity;
            bytes = bytes[^capacity..];
        }

        if (bytes.IsEmpty)
        {
            return;
        }

        DropFromFront(_count + bytes.Length - capacity);
        Write(bytes);
        if (_pieces.Count > 0 && _pieces.Newest.Kind == kind)
        {
            _pieces.Newest = new(kind, _pieces.Newest.Length + bytes.Length);
            return;
        }

        if (_pieces.Count == MostPieces)
        {
            DropFromFront(_pieces.Oldest.Length);
        }

        _pieces.Add(new(kind, bytes.Length));
    }

    /// <summary>
    /// What is kept, and how many bytes are missing before it. If the beginning of a character has fallen out, the rest of the character is left out too,
    /// and counts as missing.
    /// </summary>
    public (IReadOnlyList<(OutputKind Kind, byte[] Bytes)> Pieces, long Missing) Read()
    {
        var missing = _dropped[0] + _dropped[1];
        Span<int> rest = [_dropped[0] > 0 ? LongestRest : 0, _dropped[1] > 0 ? LongestRest : 0];
        List<(OutputKind, byte[])> kept = [];
        var at = 0;
        foreach (var piece in _pieces.OldestFirst)
        {
            var end = at + piece.Length;
            while (at < end && rest[(int)piece.Kind] > 0 && (ByteAt(at) & 0xC0) == 0x80)
            {
                (at, missing) = (at + 1, missing + 1);
                rest[(int)piece.Kind]--;
            }

            if (at < end)
            {
                rest[(int)piece.Kind] = 0;
            }

            for (; at < end; at += kept[^1].Item2.Length)
            {
                kept.Add((piece.Kind, Copy(at, Math.Min(LongestPiece, end - at))));
            }
        }

        return (kept, missing);
    }

    /// <summary>Drops all that is kept, to have the memory back.</summary>
    public void Forget()
    {
        DropFromFront(_count);
        (_bytes, _first) = ([], 0);
    }

    private void DropFromFront(int count)
    {
        while (count > 0 && _pieces.Count > 0)
        {
            ref var oldest = ref _pieces.Oldest;
            var dropped = Math.Min(count, oldest.Length);
            _dropped[(int)oldest.Kind] += dropped;
            (_first, _count, count) = ((_first + dropped) % _bytes.Length, _count - dropped, count - dropped);
            if (dropped == oldest.Length)
            {
                _pieces.RemoveOldest();
            }
            else
            {
                oldest = new(oldest.Kind, oldest.Length - dropped);
            }
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_count + bytes.Length > _bytes.Length)
        {
            // A program that writes little costs little.
            var larger = new byte[Math.Min(capacity, Math.Max(SmallestBuffer, 2 * (_count + bytes.Length)))];
            CopyTo(larger, 0, _count);
            (_bytes, _first) = (larger, 0);
        }

        var at = (_first + _count) % _bytes.Length;
        var untilEnd = Math.Min(bytes.Length, _bytes.Length - at);
        bytes[..untilEnd].CopyTo(_bytes.AsSpan(at));
        bytes[untilEnd..].CopyTo(_bytes);
        _count += bytes.Length;
    }

    private byte ByteAt(int index) => _bytes[(_first + index) % _bytes.Length];

    private byte[] Copy(int index, int length)
    {
        var copy = new byte[length];
        CopyTo(copy, index, length);
        return copy;
    }

    private void CopyTo(byte[] copy, int index, int length)
    {
        if (length == 0)
        {
            return;
        }

        var at = (_first + index) % _bytes.Length;
        var untilEnd = Math.Min(length, _bytes.Length - at);
        _bytes.AsSpan(at, untilEnd).CopyTo(copy);
        _bytes.AsSpan(0, length - untilEnd).CopyTo(copy.AsSpan(untilEnd));
    }
}
