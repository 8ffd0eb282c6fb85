namespace LocalComputers.Journals;

/// <summary>
/// The latest frames of a journal in memory, for readers that keep up with its writer. Every byte is in the journal's files too, so any of
/// them may be dropped at any time. The journal's lock guards this.
/// </summary>
/// <param name="capacity">How much memory the frames may take.</param>
internal sealed class LiveFrames(int capacity)
{
    private readonly Queue<FrameBuffer> _blocks = new();
    private FrameBuffer? _last;
    // The position of the first byte, and the one behind the last.
    private long _start;
    private long _end;
    private int _size;

    /// <summary>Takes a frame, and perhaps the buffer that it is in.</summary>
    /// <returns>Whether the buffer is now this object's.</returns>
    public bool Add(FrameBuffer frame, long position)
    {
        if (position != _end)
        {
            Clear();
        }

        if (_last is null)
        {
            _start = position;
        }

        _end = position + frame.Length;
        if (_last?.Room >= frame.Length)
        {
            // Small frames share a block; otherwise each of them would take an array of its own.
            frame.Written.CopyTo(_last.GetSpan(frame.Length));
            _last.Advance(frame.Length);
            return false;
        }

        _blocks.Enqueue(frame);
        _last = frame;
        _size += frame.Length + frame.Room;
        while (_size > capacity)
        {
            DropOldest();
        }

        return true;
    }

    /// <summary>Copies bytes from a position of the journal on; returns how many, 0 when the first of them is not here.</summary>
    public int Read(long position, Span<byte> buffer)
    {
        if (position < _start || position >= _end)
        {
            return 0;
        }

        var (copied, blockStart) = (0, _start);
        foreach (var block in _blocks)
        {
            var skipped = position + copied - blockStart;
            if (skipped < block.Length)
            {
                var bytes = block.Written[(int)skipped..];
                bytes = bytes[..Math.Min(bytes.Length, buffer.Length - copied)];
                bytes.CopyTo(buffer[copied..]);
                copied += bytes.Length;
                if (copied == buffer.Length)
                {
                    break;
                }
            }

            blockStart += block.Length;
        }

        return copied;
    }

    /// <summary>Drops the blocks that the slowest reader has left behind; all of them if there is no reader.</summary>
    public void DropWhatAllHaveRead(List<JournalReader> readers)
    {
        var slowest = long.MaxValue;
        foreach (var reader in readers)
        {
            slowest = Math.Min(slowest, reader.Position);
        }

        DropBefore(slowest);
    }

    /// <summary>Drops the blocks that lie wholly before a position.</summary>
    public void DropBefore(long position)
    {
        while (_blocks.TryPeek(out var oldest) && _start + oldest.Length <= position)
        {
            DropOldest();
        }
    }

    public void Clear() => DropBefore(long.MaxValue);

    private void DropOldest()
    {
        var oldest = _blocks.Dequeue();
        _start += oldest.Length;
        _size -= oldest.Length + oldest.Room;
        _last = oldest == _last ? null : _last;
        oldest.Dispose();
    }
}
