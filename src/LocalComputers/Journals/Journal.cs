using System.Buffers;
using LocalComputers.Storage;

namespace LocalComputers.Journals;

/// <summary>
/// The one ordered record of what a command or a bootstrap said: numbered frames in the format of the door, as they go over its wire.
/// Any number of readers see the same bytes, each at its own pace and from any frame.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>How far the journal may run ahead of its fastest reader before its writer is asked to pause.</summary>
    private const long Window = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly JournalFiles _files;
    private readonly JournalIndex _index;
    private readonly long? _keep;
    private readonly FrameFormat _format;
    private readonly HashSet<JournalReader> _readers = [];
    private bool _completed;
    private bool _isRemoved;
    private TaskCompletionSource? _changed;
    private TaskCompletionSource? _advanced;

    /// <summary>Begins a journal.</summary>
    /// <param name="path">Where its files will lie; their names begin with it.</param>
    /// <param name="format">How its frames are written; this journal's own.</param>
    /// <param name="keep">How many of the latest bytes are kept at least; null for all.</param>
    /// <param name="fileSize">From what size on a file is followed by the next.</param>
    /// <param name="write">Writes to its files; null for the system's own way.</param>
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

    /// <summary>What stands before the number in a frame's id.</summary>
    public string IdPrefix => _format.IdPrefix;

    /// <summary>
    /// Opens what an earlier process wrote, and reads it once. A last frame that is not whole is cut off; then the journal can be read,
    /// appended to and completed as if it had never been left. Only one journal of a path may be open at a time.
    /// </summary>
    /// <inheritdoc cref="Journal(string, FrameFormat, long?, long, WriteBytes?)"/>
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
    public void Append<TState>(ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData) where TState : allows ref struct
    {
        lock (_lock)
        {
            Add(_format.Write(Count + 1, eventName, state, writeData), keepsInMemory: false);
        }
    }

    /// <summary>Adds a frame with one property, a text.</summary>
    /// <inheritdoc cref="FrameFormat.WriteText"/>
    /// <exception cref="IOException">The disk is full, for example: there is no such frame.</exception>
    public void AppendText(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> property, ReadOnlySpan<byte> text)
    {
        lock (_lock)
        {
            Add(_format.WriteText(Count + 1, eventName, property, text), keepsInMemory: false);
        }
    }

    /// <summary>
    /// Adds one of the frames that say how it all ended. If the disk does not take the frame, the frame is kept in memory for the readers of this
    /// process; the next process does not have it.
    /// </summary>
    public void AppendSurely<TState>(ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData) where TState : allows ref struct
    {
        lock (_lock)
        {
            Add(_format.Write(Count + 1, eventName, state, writeData), keepsInMemory: true);
        }
    }

    /// <summary>Says that nothing more will come: readers end once they have seen it all.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            _files.Seal();
            Signal(ref _changed);
        }
    }

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

    /// <summary>Waits while the journal is too far ahead of its fastest reader. With no reader attached there is nobody to wait for.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task advanced;
            lock (_lock)
            {
                // A journal that is shorter than the window is never too far ahead; this spares most writers the look at the readers.
                if (_files.Length <= Window || _readers.Count == 0 || _files.Length - _readers.Max(reader => reader.Position) <= Window)
                {
                    return;
                }

                advanced = (_advanced ??= NewSignal()).Task;
            }

            await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the journal for this process and leaves its files for the next process. A reader gets the frames that are there, and then the end.</summary>
    public void Dispose()
    {
        Complete();
        _format.Dispose();
    }

    /// <summary>Removes its files, once the last reader has left: what was written is read to its end.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            _completed = true;
            _isRemoved = true;
            Signal(ref _changed);
            RemoveIfUnread();
        }
    }

    /// <summary>Where the bytes at a position lie; null when there are none yet, with a task that ends when that may have changed, or at the end of all.</summary>
    /// <exception cref="JournalGapException">The bytes are gone.</exception>
    internal JournalSegment? Locate(long position, out Task? changed)
    {
        lock (_lock)
        {
            changed = null;
            if (position < _files.Start)
            {
                throw new JournalGapException();
            }

            if (position < _files.Length)
            {
                return _files.SegmentOf(position);
            }

            changed = _completed ? null : (_changed ??= NewSignal()).Task;
            return null;
        }
    }

    /// <summary>The last frame; null when there is none yet.</summary>
    public LastFrame? Last()
    {
        if (Count == 0)
        {
            return null;
        }

        using var reader = OpenReader(Count - 1);
        var frame = new ArrayBufferWriter<byte>(16 * 1024);
        do
        {
            var count = reader.TryRead(frame.GetSpan(), out _);
            frame.Advance(count);
            reader.Advance(count);
        }
        while (_format.LengthOfFirst(frame.WrittenSpan) == 0);

        return _format.Read(frame.WrittenSpan);
    }

    internal void Advanced()
    {
        lock (_lock)
        {
            Signal(ref _advanced);
        }
    }

    internal void Detach(JournalReader reader)
    {
        lock (_lock)
        {
            _readers.Remove(reader);
            Signal(ref _advanced);
            RemoveIfUnread();
        }
    }

    private void Add(ReadOnlySpan<byte> frame, bool keepsInMemory)
    {
        var (position, beginsFile) = (_files.Length, _files.BeginsAnew);
        try
        {
            _files.Append(frame);
        }
        catch (Exception e) when (keepsInMemory && e is not ObjectDisposedException)
        {
            _files.AppendInMemory(frame);
            beginsFile = true;
        }

        Count++;
        _index.Add(Count, position, beginsFile);
        if (_keep is { } keep)
        {
            _files.TrimBefore(_files.Length - keep);
        }

        Signal(ref _changed);
    }

    private void RemoveIfUnread()
    {
        if (_isRemoved && _readers.Count == 0)
        {
            _files.Remove();
            _format.Dispose();
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
