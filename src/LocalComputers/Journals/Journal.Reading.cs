namespace LocalComputers.Journals;

// Who reads and who watches, and what they find.
internal sealed partial class Journal
{
    /// <summary>Attaches a reader behind a frame, 0 for the beginning; dispose it to detach.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame yet.</exception>
    /// <exception cref="JournalGapException">The frames behind it are gone.</exception>
    public JournalReader OpenReader(long after = 0)
    {
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(after, Count);
            if (_isRemoved)
            {
                throw new JournalGapException();
            }

            var position = after == Count ? _files.Length : _index.Find(after + 1, Read, _format);
            if (position < _files.Start)
            {
                throw new JournalGapException();
            }

            var reader = new JournalReader(this, position, _files.SegmentOf(position));
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>
    /// Attaches a reader near the end, for somebody who only watches: the writer never waits for a watcher, and a watcher gives nobody room to write. Dispose it
    /// to detach.
    /// </summary>
    /// <param name="mostBytes">How much of what is there it reads; up to 64 KiB and a frame more, if no frame is known to begin later.</param>
    /// <exception cref="JournalGapException">The journal is removed.</exception>
    public JournalReader OpenWatcher(long mostBytes)
    {
        lock (_lock)
        {
            if (_isRemoved)
            {
                throw new JournalGapException();
            }

            var position = _index.FirstBehind(_files.Length - mostBytes) ?? _files.Length;
            var reader = new JournalReader(this, position, _files.SegmentOf(position), isWatcher: true);
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Reads bytes that are in memory.</summary>
    /// <param name="position">The position of the first of them.</param>
    /// <param name="buffer">Gets them.</param>
    /// <param name="file">The file that they are in, if they are not in memory.</param>
    /// <param name="isEnd">Whether there are none, and none will come.</param>
    /// <returns>How many were read; 0 if there are none yet, or they are in a file.</returns>
    /// <exception cref="JournalGapException">The bytes are gone.</exception>
    internal int TryRead(long position, Span<byte> buffer, out JournalSegment? file, out bool isEnd)
    {
        lock (_lock)
        {
            (file, isEnd) = (null, false);
            if (position < _files.Start)
            {
                throw new JournalGapException();
            }

            if (position >= _files.Length)
            {
                isEnd = _completed;
                return 0;
            }

            if (_live.Read(position, buffer) is > 0 and var count)
            {
                return count;
            }

            var segment = _files.SegmentOf(position);
            if (segment.FileName is null)
            {
                return segment.CopyTo(buffer, position);
            }

            file = segment;
            return 0;
        }
    }

    /// <summary>How many bytes there are from a position on.</summary>
    /// <param name="position">The position.</param>
    /// <param name="isEnd">Whether there are none, and none will come.</param>
    internal long Available(long position, out bool isEnd)
    {
        lock (_lock)
        {
            var available = Math.Max(_files.Length - position, 0);
            isEnd = available == 0 && _completed;
            return available;
        }
    }
}
