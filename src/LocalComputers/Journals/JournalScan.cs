namespace LocalComputers.Journals;

/// <summary>Reads the files of a journal that an earlier process wrote, once and from their beginning, to find where its frames lie.</summary>
internal sealed class JournalScan
{
    private const int BlockSize = 64 * 1024;

    private readonly FrameFormat _format;
    private byte[] _buffer = new byte[BlockSize];

    private JournalScan(JournalFiles files, FrameFormat format)
    {
        _format = format;
        End = files.Start;
        // When the first file is gone, only the first frame itself tells its number.
        Count = files.Start == 0 ? 0 : null;
        var segments = files.Segments.ToArray();
        foreach (var segment in segments)
        {
            var rest = Read(segment);
            if (rest.Length > 0 && (segment != segments[^1] || !format.MayBegin(rest, Count + 1)))
            {
                throw new JournalGapException();
            }
        }
    }

    public JournalIndex Index { get; } = new();

    /// <summary>The number of the last complete frame; null when there is none, and none can be told from.</summary>
    public long? Count { get; private set; }

    /// <summary>Where the last complete frame ends.</summary>
    public long End { get; private set; }

    /// <exception cref="JournalGapException">The files hold something else than frames that follow one another.</exception>
    public static JournalScan Of(JournalFiles files, FrameFormat format) => new(files, format);

    /// <summary>Takes the frames of a file; returns what lies behind the last complete one.</summary>
    private ReadOnlySpan<byte> Read(JournalSegment segment)
    {
        using var file = segment.OpenFile();
        var held = 0;
        while (true)
        {
            var taken = TakeFrames(_buffer.AsSpan(0, held), segment.Start);
            _buffer.AsSpan(taken, held - taken).CopyTo(_buffer);
            held -= taken;
            if (held == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var count = RandomAccess.Read(file, _buffer.AsSpan(held), End + held - segment.Start);
            if (count == 0)
            {
                return _buffer.AsSpan(0, held);
            }

            held += count;
        }
    }

    private int TakeFrames(ReadOnlySpan<byte> bytes, long fileStart)
    {
        var taken = 0;
        while (_format.LengthOfFirst(bytes[taken..]) is > 0 and var length)
        {
            Count = NumberOf(bytes.Slice(taken, length));
            Index.Add(Count.Value, End, beginsFile: End == fileStart);
            taken += length;
            End += length;
        }

        return taken;
    }

    private long NumberOf(ReadOnlySpan<byte> frame) =>
        _format.NumberOf(frame) is { } number && number == (Count ?? number - 1) + 1 ? number : throw new JournalGapException();
}
