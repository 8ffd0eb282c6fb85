using Microsoft.Win32.SafeHandles;

namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>One reader's place in a journal, with a file handle of its own: what it has begun it can finish, also when the journal is removed.</summary>
internal sealed class JournalReader(Journal journal, long position, JournalSegment segment) : IDisposable
{
    private long _position = position;
    private string? _fileName = segment.FileName;
    private SafeFileHandle? _file = segment.FileName is null ? null : Open(segment.FileName);

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
            _file = Open(located.FileName);
            _fileName = located.FileName;
        }

        try
        {
            var count = RandomAccess.Read(_file, buffer[..(int)Math.Min(buffer.Length, located.End - _position)], _position - located.Start);
            // A file that is shorter than what was written to it has lost its end; to go on as if all were read would look like a good end.
            return count > 0 ? count : throw new JournalGapException();
        }
        catch (IOException)
        {
            throw new JournalGapException();
        }
    }

    private static SafeFileHandle Open(string fileName)
    {
        try
        {
            return File.OpenHandle(fileName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed since it was located.
            throw new JournalGapException();
        }
    }
}
