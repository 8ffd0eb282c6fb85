namespace Shared.Wire.Http;

/// <summary>
/// A connection from which an answer can still be read after the other end has stopped taking the request. A service that refuses an upload in its
/// middle answers and closes; the failure of the next write would hide the answer, although it has arrived. The first write that fails throws, and a
/// sender that wants the answer goes on: what it writes then goes nowhere. No further request is sent on the connection, because the handler reads
/// before it uses a connection again, and a broken connection has ended by then.
/// </summary>
/// <param name="inner">The connection.</param>
internal sealed class EarlyAnswerStream(Stream inner) : Stream
{
    // Streams between the sender and the connection may wrap the exception; the mark finds it again.
    private const string Mark = "Wire.MayStillAnswer";

    private volatile bool _isBroken;

    /// <summary>Whether an exception says that the other end takes no more, and that its answer can still be read.</summary>
    public static bool MayStillAnswer(Exception exception) => TransportFailure.Causes(exception).Any(cause => cause.Data.Contains(Mark));

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            e.Data[Mark] = true;
            _isBroken = true;
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (IOException e)
        {
            e.Data[Mark] = true;
            _isBroken = true;
            throw;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush()
    {
        if (!_isBroken)
        {
            inner.Flush();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _isBroken ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
