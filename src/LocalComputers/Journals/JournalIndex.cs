namespace LocalComputers.Journals;

/// <summary>Where frames begin: an entry for every 64 KiB and for every file, and the rest by counting the frames behind it.</summary>
internal sealed class JournalIndex
{
    private const long Spacing = 64 * 1024;

    private readonly List<(long Number, long Position)> _entries = [];

    /// <summary>Reads bytes of the journal at a position.</summary>
    public delegate int ReadBytes(long position, Span<byte> buffer);

    public void Add(long number, long position, bool beginsFile)
    {
        // Each file has an entry of its own, so that it can be read when the file before it is gone.
        if (_entries.Count == 0 || beginsFile || position - _entries[^1].Position >= Spacing)
        {
            _entries.Add((number, position));
        }
    }

    /// <summary>How many frames have their place in the list.</summary>
    public int Count => _entries.Count;

    /// <summary>Where the first frame of the list begins that begins at a position or behind it, or else the last frame of the list; null if there is none.</summary>
    public long? FirstBehind(long position) =>
        _entries.Count == 0 ? null : _entries[Math.Min(_entries.Count - 1, FirstAt(position))].Position;

    // The list is in order, and long for a command that writes much.
    private int FirstAt(long position)
    {
        var (from, to) = (0, _entries.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _entries[middle].Position < position ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    /// <summary>Forgets the frames before a position, with which a file begins: their file is gone.</summary>
    public void TrimBefore(long position) => _entries.RemoveRange(0, Math.Max(0, _entries.FindIndex(entry => entry.Position >= position)));

    /// <summary>Where a frame that was written begins.</summary>
    /// <exception cref="JournalGapException">The frame is gone.</exception>
    public long Find(long number, ReadBytes read, FrameFormat format)
    {
        var entry = _entries.FindLastIndex(e => e.Number <= number);
        var (at, position) = entry >= 0 ? _entries[entry] : throw new JournalGapException();
        var buffer = at < number ? new byte[Spacing] : [];
        var held = 0;
        while (at < number)
        {
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var count = read(position + held, buffer.AsSpan(held));
            if (count == 0)
            {
                // The file is shorter than what was written to it.
                throw new JournalGapException();
            }

            held += count;
            var passed = 0;
            while (at < number && format.LengthOfFirst(buffer.AsSpan(passed, held - passed)) is > 0 and var length)
            {
                passed += length;
                at++;
            }

            buffer.AsSpan(passed, held - passed).CopyTo(buffer);
            position += passed;
            held -= passed;
        }

        return position;
    }
}
