using Microsoft.Win32.SafeHandles;

namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>One reader's place in a journal, with a file handle of its own: what it has begun it can finish, also when the journal is removed.</summary>
internal sealed class JournalReader(Journal journal, long position, JournalSegment segment) : IDisposable
{
    private long _position = position;
    private JournalSegment _segment = segment;
    private SafeFileHandle _file = Open(segment.FileName);

    public long Position => Interlocked.Read(ref _position);

    /// <summary>Reads on; 0 at the end of a completed journal.</summary>
    /// <exception cref="JournalGapException">The writer has run so far ahead that what follows is gone.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (journal.Locate(_position, out var changed) is { } located)
            {
                return Read(located, buffer.Span);
            }

            if (changed is null)
            {
                return 0;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that bytes have gone out to the peer; only then may the writer run on.</summary>
    public void Advance(int count)
    {
        Interlocked.Add(ref _position, count);
        journal.Advanced();
    }

    public void Dispose()
    {
        journal.Detach(this);
        _file.Dispose();
    }

    private int Read(JournalSegment located, Span<byte> buffer)
    {
        if (_segment.FileName != located.FileName)
        {
            _file.Dispose();
            _file = Open(located.FileName);
        }

        _segment = located;
        return RandomAccess.Read(_file, buffer[..(int)Math.Min(buffer.Length, located.End - _position)], _position - located.Start);
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
