using LocalComputers.Shells;

namespace LocalComputers.Computers.Exec;

/// <summary>The latest output, in order, up to a size; older pieces fall out. The output is kept in a file, because it may be large.</summary>
internal sealed class OutputRing(string path, long capacity) : IDisposable
{
    // The description of a piece takes four bytes; without a limit a flood of tiny pieces would fill the memory.
    private const int MaxPieces = 4 * 1024 * 1024;
    private const int MaxPieceLength = 32 * 1024;

    private readonly OutputPieces _pieces = new();
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
    private readonly long[] _dropped = new long[2];
    private long _start;
    private long _end;

    /// <summary>How many bytes of an output have fallen out.</summary>
    public long DroppedOf(OutputKind kind) => _dropped[(int)kind];

    /// <summary>Takes a piece that begins and ends with whole characters. Of a piece that is larger than the ring only the end stays.</summary>
    public void Add(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > capacity)
        {
            DropFromFront(_end - _start);
            var skipped = CharacterStart(bytes, (int)(bytes.Length - capacity));
            _dropped[(int)kind] += skipped;
            bytes = bytes[skipped..];
        }

        if (bytes.IsEmpty)
        {
            return;
        }

        DropFromFront(_end + bytes.Length - _start - capacity);
        Write(bytes);
        if (_pieces.Count > 0 && _pieces.Newest.Kind == kind && _pieces.Newest.Length + bytes.Length <= MaxPieceLength)
        {
            _pieces.Newest = new(kind, _pieces.Newest.Length + bytes.Length);
            return;
        }

        if (_pieces.Count == MaxPieces)
        {
            DropFromFront(_pieces.Oldest.Length);
        }

        _pieces.Add(new(kind, bytes.Length));
    }

    /// <summary>Hands out what is left, oldest first.</summary>
    public void Drain(OutputSink sink)
    {
        var buffer = new byte[MaxPieceLength];
        for (; _pieces.Count > 0; _pieces.RemoveOldest())
        {
            var piece = _pieces.Oldest;
            buffer = buffer.Length >= piece.Length ? buffer : new byte[piece.Length];
            var bytes = buffer.AsSpan(0, piece.Length);
            ReadAt(bytes, _start);
            _start += piece.Length;
            sink(piece.Kind, bytes);
        }
    }

    public void Dispose() => _file.Dispose();

    private void DropFromFront(long count)
    {
        while (count > 0 && _pieces.Count > 0)
        {
            var piece = _pieces.Oldest;
            var dropped = count >= piece.Length ? piece.Length : CutOf(piece, (int)count);
            _start += dropped;
            _dropped[(int)piece.Kind] += dropped;
            count -= dropped;
            if (dropped == piece.Length)
            {
                _pieces.RemoveOldest();
            }
            else
            {
                _pieces.Oldest = new(piece.Kind, piece.Length - dropped);
            }
        }
    }

    // What is left of a piece must begin with a whole character.
    private int CutOf(OutputPiece piece, int count)
    {
        Span<byte> next = stackalloc byte[Math.Min(3, piece.Length - count)];
        ReadAt(next, _start + count);
        return count + CharacterStart(next, 0);
    }

    private static int CharacterStart(ReadOnlySpan<byte> bytes, int index)
    {
        for (var skipped = 0; skipped < 3 && index < bytes.Length && (bytes[index] & 0xC0) == 0x80; skipped++)
        {
            index++;
        }

        return index;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        var at = _end % capacity;
        var first = (int)Math.Min(bytes.Length, capacity - at);
        RandomAccess.Write(_file, bytes[..first], at);
        RandomAccess.Write(_file, bytes[first..], 0);
        _end += bytes.Length;
    }

    private void ReadAt(Span<byte> bytes, long position)
    {
        var at = position % capacity;
        var first = (int)Math.Min(bytes.Length, capacity - at);
        ReadExactly(bytes[..first], at);
        ReadExactly(bytes[first..], 0);
    }

    private void ReadExactly(Span<byte> bytes, long at)
    {
        while (bytes.Length > 0)
        {
            var count = RandomAccess.Read(_file, bytes, at);
            bytes = count > 0 ? bytes[count..] : throw new EndOfStreamException("The ring's file is shorter than what was written to it.");
            at += count;
        }
    }
}
