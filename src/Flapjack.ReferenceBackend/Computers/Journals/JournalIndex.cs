namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>Where frames begin: an entry for every 64 KiB and for every file, and the rest by counting the blank lines behind it.</summary>
internal sealed class JournalIndex
{
    private const long Spacing = 64 * 1024;

    private readonly List<(long Number, long Position)> _entries = [];

    /// <summary>Reads bytes of the journal at a position.</summary>
    public delegate int ReadBytes(long position, Span<byte> buffer);

    public void Add(long number, long position, bool beginsFile)
    {
        // With an entry of its own, a file can be read when the one before it is gone.
        if (_entries.Count == 0 || beginsFile || position - _entries[^1].Position >= Spacing)
        {
            _entries.Add((number, position));
        }
    }

    /// <summary>Where a frame that was written begins.</summary>
    /// <exception cref="JournalGapException">It was gone already when the journal was opened.</exception>
    public long Find(long number, ReadBytes read)
    {
        var entry = _entries.FindLastIndex(e => e.Number <= number);
        var (at, position) = entry >= 0 ? _entries[entry] : throw new JournalGapException();
        var buffer = new byte[Spacing];
        // A frame's data is one line, so a blank line is always the end of a frame.
        var lastWasLineFeed = false;
        while (at < number)
        {
            var count = read(position, buffer);
            if (count == 0)
            {
                // The file is shorter than what was written to it.
                throw new JournalGapException();
            }

            for (var i = 0; i < count && at < number; i++, position++)
            {
                var isLineFeed = buffer[i] == (byte)'\n';
                at += isLineFeed && lastWasLineFeed ? 1 : 0;
                lastWasLineFeed = isLineFeed;
            }
        }

        return position;
    }
}
