using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Journals;

/// <summary>One reader's place in a journal, with a file handle of its own: what it has begun it can finish, also when the journal is removed.</summary>
internal sealed class JournalReader(Journal journal, long position, JournalSegment segment, bool isWatcher = false) : IDisposable
{
    private readonly WakeSignal _wake = new();
    private long _position = position;
    private string? _fileName = segment.FileName;
    private SafeFileHandle? _file = segment.FileName is null ? null : segment.OpenFile();

    public long Position => Interlocked.Read(ref _position);

    /// <summary>Whether it only watches: the writer does not wait for it.</summary>
    public bool IsWatcher => isWatcher;

    /// <summary>Reads on; 0 at the end of a completed journal.</summary>
    /// <exception cref="JournalGapException">What follows can't be read: the writer has run too far ahead, or the disk is broken.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryRead(buffer.Span, out var isEnd) is > 0 and var count)
            {
                return count;
            }

            if (isEnd)
            {
                return 0;
            }

            cancellationToken.ThrowIfCancellationRequested();
            using (cancellationToken.UnsafeRegister(static reader => ((JournalReader)reader!).Wake(), this))
            {
                await WaitAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads what is there already; 0 when there is nothing more yet, or at the end of all.</summary>
    /// <exception cref="JournalGapException">What follows can't be read: the writer has run too far ahead, or the disk is broken.</exception>
    public int TryRead(Span<byte> buffer, out bool isEnd)
    {
        var count = journal.TryRead(_position, buffer, out var file, out isEnd);
        return file is { } located ? Read(located, buffer) : count;
    }

    /// <summary>How much there is to read; if nothing, whether nothing will come.</summary>
    public long Available(out bool isEnd) => journal.Available(_position, out isEnd);

    /// <summary>Waits until there may be more to read, or until somebody calls <see cref="Wake"/>. Only one caller may wait at a time.</summary>
    public ValueTask WaitAsync() => _wake.WaitAsync();

    /// <summary>Ends the wait, or the next.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Says that bytes have gone out to the peer; only then may the writer run on.</summary>
    public void Advance(int count)
    {
        Interlocked.Add(ref _position, count);
        journal.Advanced();
    }

    public void Dispose()
    {
        journal.Detach(this);
        _file?.Dispose();
    }

    private int Read(JournalSegment located, Span<byte> buffer)
    {
        if (_file is null || _fileName != located.FileName)
        {
            _file?.Dispose();
            _file = located.OpenFile();
            _fileName = located.FileName;
        }

        var count = located.Read(_file, buffer, _position);
        // If a reader were told 0, a journal that has lost its end would look complete.
        return count > 0 ? count : throw new JournalGapException();
    }
}
