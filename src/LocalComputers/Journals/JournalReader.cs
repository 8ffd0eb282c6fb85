using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Journals;

/// <summary>One reader's place in a journal, with a file handle of its own: what it has begun it can finish, also when the journal is removed.</summary>
internal sealed class JournalReader(Journal journal, long position, JournalSegment segment) : IDisposable
{
    private long _position = position;
    private string? _fileName = segment.FileName;
    private SafeFileHandle? _file = segment.FileName is null ? null : segment.OpenFile();

    public long Position => Interlocked.Read(ref _position);

    /// <summary>Reads on; 0 at the end of a completed journal.</summary>
    /// <exception cref="JournalGapException">What follows can't be read: the writer has run too far ahead, or the disk is broken.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryRead(buffer.Span, out var changed) is > 0 and var count)
            {
                return count;
            }

            if (changed is null)
            {
                return 0;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what is there already; 0 when there is nothing more, with a task that ends when that may have changed, or null at the end of all.</summary>
    /// <exception cref="JournalGapException">What follows can't be read: the writer has run too far ahead, or the disk is broken.</exception>
    public int TryRead(Span<byte> buffer, out Task? changed) => journal.Locate(_position, out changed) is { } located ? Read(located, buffer) : 0;

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
        if (located.FileName is null)
        {
            return located.CopyTo(buffer, _position);
        }

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
