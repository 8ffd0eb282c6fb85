using LocalComputers.Storage;

namespace LocalComputers.Journals;

/// <summary>
/// The one ordered record of what a command or a bootstrap said: numbered frames in the format of the door, as they go over its wire.
/// Any number of readers see the same bytes, each at its own pace and from any frame.
/// </summary>
internal sealed partial class Journal : IDisposable
{
    /// <summary>How far the journal may run ahead of its fastest reader before its writer is asked to pause.</summary>
    private const long Window = 1024 * 1024;
    private const int LiveCapacity = 1024 * 1024;
    private const int BlockOfLast = 16 * 1024;

    // Held by whoever adds frames, while they are built and written to the disk; taken before the other lock.
    private readonly Lock _writing = new();
    // Held only for a moment, because readers need it too: it guards what they are told.
    private readonly Lock _lock = new();
    private readonly JournalFiles _files;
    private readonly JournalIndex _index;
    private readonly long? _keep;
    private readonly FrameFormat _format;
    private readonly List<JournalReader> _readers = [];
    private readonly LiveFrames _live = new(LiveCapacity);
    private bool _completed;
    private bool _isRemoved;
    private TaskCompletionSource? _advanced;

    /// <summary>Begins a journal.</summary>
    /// <inheritdoc cref="Reopen"/>
    /// <exception cref="StoreException">The disk does not take it.</exception>
    public Journal(string path, FrameFormat format, long? keep = null, long fileSize = JournalFiles.DefaultFileSize, WriteBytes? write = null)
        : this(JournalFiles.Create(path, fileSize, write), new(), 0, format, keep)
    {
    }

    private Journal(JournalFiles files, JournalIndex index, long count, FrameFormat format, long? keep)
    {
        _files = files;
        _index = index;
        _keep = keep;
        _format = format;
        Count = count;
    }

    /// <summary>How many frames there are; the number of the last one.</summary>
    public long Count { get; private set; }

    /// <summary>Whether nothing is lost and little time is taken when this is let go and opened again; asked of a completed journal.</summary>
    public bool IsQuicklyReopened => _files.IsQuicklyReopened;

    /// <summary>What stands before the number in a frame's id.</summary>
    public string IdPrefix => _format.IdPrefix;

    /// <summary>
    /// Opens what an earlier process wrote, and reads it once. A last frame that is not whole is cut off; then the journal can be read,
    /// appended to and completed as if it had never been left. Only one journal of a path may be open at a time.
    /// </summary>
    /// <param name="path">Where its files lie; their names begin with it.</param>
    /// <param name="format">How its frames are written; this journal's own.</param>
    /// <param name="keep">How many of the latest bytes are kept at least; null for all.</param>
    /// <param name="fileSize">From what size on a file is followed by the next.</param>
    /// <param name="write">Writes to its files; null for the system's own way.</param>
    /// <exception cref="JournalGapException">Its files are gone, or hold something else than its frames; they are left as they are.</exception>
    public static Journal Reopen(string path, FrameFormat format, long? keep = null, long fileSize = JournalFiles.DefaultFileSize, WriteBytes? write = null)
    {
        var files = JournalFiles.Open(path, fileSize, write);
        var scan = JournalScan.Of(files, format);
        files.Truncate(scan.End);
        return new(files, scan.Index, scan.Count ?? throw new JournalGapException(), format, keep);
    }

    /// <summary>Adds a frame.</summary>
    /// <exception cref="IOException">The disk is full, for example: there is no such frame.</exception>
    public void Append<TState>(ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData) where TState : allows ref struct =>
        Append(eventName, state, writeData, keepsInMemory: false);

    /// <summary>Adds a frame with one property, a text; several frames for a long text.</summary>
    /// <inheritdoc cref="FrameFormat.WriteText"/>
    /// <exception cref="IOException">The disk is full, for example: the frames for which there was no room do not exist.</exception>
    public void AppendText(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> property, ReadOnlySpan<byte> text)
    {
        Span<int> ends = stackalloc int[FramePieces.AtOnce];
        lock (_writing)
        {
            do
            {
                var frames = new FrameBuffer();
                var count = FramePieces.Write(frames, _format, Count + 1, eventName, property, ref text, ends);
                Add(frames, ends[..count], keepsInMemory: false);
            }
            while (text.Length > 0);
        }
    }

    /// <summary>
    /// Adds one of the frames that say how it all ended. If the disk does not take the frame, the frame is kept in memory for the readers of this
    /// process; the next process does not have it.
    /// </summary>
    public void AppendSurely<TState>(ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData) where TState : allows ref struct =>
        Append(eventName, state, writeData, keepsInMemory: true);

    /// <summary>Says that nothing more will come: readers end once they have seen it all.</summary>
    public void Complete()
    {
        lock (_writing)
        {
            lock (_lock)
            {
                _completed = true;
                _files.Seal();
                WakeReaders();
            }
        }
    }

    /// <summary>Waits while the journal is too far ahead of its fastest reader. With no reader attached there is nobody to wait for.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task advanced;
            lock (_lock)
            {
                // A journal that is shorter than the window is never too far ahead; this spares most writers the look at the readers.
                if (_files.Length <= Window || FurthestRead() is not { } read || _files.Length - read <= Window)
                {
                    return;
                }

                advanced = (_advanced ??= NewSignal()).Task;
            }

            await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the journal for this process and leaves its files for the next process. A reader gets the frames that are there, and then the end.</summary>
    public void Dispose() => Complete();

    /// <summary>Removes its files, once the last reader has left: what was written is read to its end.</summary>
    public void Remove()
    {
        bool isUnread;
        lock (_lock)
        {
            _completed = true;
            _isRemoved = true;
            WakeReaders();
            isUnread = _readers.Count == 0;
        }

        RemoveFilesIf(isUnread);
    }

    /// <summary>The last frame; null when there is none yet.</summary>
    public LastFrame? Last()
    {
        if (Count == 0)
        {
            return null;
        }

        using var reader = OpenReader(Count - 1);
        using var frame = new FrameBuffer();
        int searched;
        do
        {
            searched = frame.Length;
            var count = reader.TryRead(frame.GetSpan(BlockOfLast), out _);
            frame.Advance(count);
            reader.Advance(count);
        }
        while (_format.LengthOfFirst(frame.Written, searched) == 0);

        return _format.Read(frame.Written);
    }

    /// <summary>How far the fastest reader is, apart from those who only watch; null if there is none.</summary>
    private long? FurthestRead() => _readers.Where(reader => !reader.IsWatcher).Max(reader => (long?)reader.Position);

    internal void Advanced()
    {
        lock (_lock)
        {
            _live.DropWhatAllHaveRead(_readers);
            Signal(ref _advanced);
        }
    }

    internal void Detach(JournalReader reader)
    {
        bool isUnread;
        lock (_lock)
        {
            _readers.Remove(reader);
            _live.DropWhatAllHaveRead(_readers);
            Signal(ref _advanced);
            isUnread = _isRemoved && _readers.Count == 0;
        }

        RemoveFilesIf(isUnread);
    }

    private void Append<TState>(ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData, bool keepsInMemory) where TState : allows ref struct
    {
        lock (_writing)
        {
            var frame = new FrameBuffer();
            _format.Write(frame, Count + 1, eventName, state, writeData);
            Add(frame, [frame.Length], keepsInMemory);
        }
    }

    /// <summary>Writes frames to the disk, and then tells the readers of them. Readers go on meanwhile.</summary>
    /// <param name="frames">The frames, one behind the other.</param>
    /// <param name="ends">Where each of them ends.</param>
    /// <param name="keepsInMemory">Whether they are kept in memory if the disk does not take them.</param>
    private void Add(FrameBuffer frames, ReadOnlySpan<int> ends, bool keepsInMemory)
    {
        var isLive = false;
        try
        {
            var isOnDisk = TryWrite(frames.Written, keepsInMemory);
            IReadOnlyList<string> trimmed;
            lock (_lock)
            {
                var (position, next, beginsFile) = (_files.Length, _files.Length, _files.IsAtBeginOfFile);
                _files.Take(frames.Written, isOnDisk);
                foreach (var end in ends)
                {
                    Count++;
                    _index.Add(Count, next, beginsFile || !isOnDisk);
                    (next, beginsFile) = (position + end, false);
                }

                trimmed = _keep is { } keep ? _files.TrimBefore(_files.Length - keep) : [];
                _index.TrimBefore(_files.Start);
                isLive = _readers.Count > 0 && _live.Add(frames, position);
                WakeReaders();
            }

            JournalFiles.Delete(trimmed);
        }
        finally
        {
            if (!isLive)
            {
                frames.Dispose();
            }
        }
    }

    private bool TryWrite(ReadOnlySpan<byte> frame, bool keepsInMemory)
    {
        try
        {
            if (_files.BeginsAnew)
            {
                lock (_lock)
                {
                    _files.Roll();
                }
            }

            return _files.TryWrite(frame);
        }
        catch (Exception e) when (keepsInMemory && e is not ObjectDisposedException)
        {
            return false;
        }
    }

    private void WakeReaders()
    {
        foreach (var reader in _readers)
        {
            reader.Wake();
        }
    }

    private void RemoveFilesIf(bool isUnread)
    {
        if (!isUnread)
        {
            return;
        }

        lock (_writing)
        {
            lock (_lock)
            {
                _files.Remove();
            }
        }
    }

    private int Read(long position, Span<byte> buffer)
    {
        if (position < _files.Start)
        {
            throw new JournalGapException();
        }

        var segment = _files.SegmentOf(position);
        if (segment.FileName is null)
        {
            return segment.CopyTo(buffer, position);
        }

        using var file = segment.OpenFile();
        return segment.Read(file, buffer, position);
    }

    private static void Signal(ref TaskCompletionSource? signal)
    {
        signal?.TrySetResult();
        signal = null;
    }

    // Continuations must not run here, because the signal is given under the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
