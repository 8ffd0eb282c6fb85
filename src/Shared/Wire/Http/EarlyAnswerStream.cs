namespace Shared.Wire.Http;

/// <summary>
/// A connection from which an answer can still be read after the other end has stopped taking the request. A service that refuses an upload in its
/// middle answers and closes; the failure of the next write would hide the answer, although it has arrived. The first write that fails throws, and a
/// sender that wants the answer goes on: what it writes then goes nowhere, until it reads.
/// </summary>
/// <param name="inner">The connection.</param>
internal sealed class EarlyAnswerStream(Stream inner) : Stream
{
    // Streams between the sender and the connection may wrap the exception; the mark finds it again.
    private const string Mark = "Wire.MayStillAnswer";

    private volatile Exception? _broken;
    private volatile bool _isReadAfterwards;

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
        if (IsLost())
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
            _broken = e;
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsLost())
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
            _broken = e;
            throw;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _isReadAfterwards = _broken is not null;
        return inner.ReadAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        _isReadAfterwards = _broken is not null;
        return inner.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        if (_broken is null)
        {
            inner.Flush();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _broken is null ? inner.FlushAsync(cancellationToken) : Task.CompletedTask;

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

    /// <summary>Whether what is written goes nowhere. The rest of a request may; a request after its answer may not.</summary>
    /// <exception cref="IOException">An answer was read since the connection broke.</exception>
    private bool IsLost() => _broken is { } broken && (_isReadAfterwards ? throw new IOException(broken.Message, broken) : true);
}
