namespace Flapjack.ReferenceBackend.Computers;

/// <summary>One reader's place in a journal.</summary>
internal sealed class JournalReader(Journal journal) : IDisposable
{
    private long _position;

    public long Position => Interlocked.Read(ref _position);

    /// <summary>Reads on; 0 at the end of a completed journal.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var count = journal.Read(_position, buffer.Span, out var changed);
            if (count != 0)
            {
                return Math.Max(count, 0);
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

    public void Dispose() => journal.Detach(this);
}
