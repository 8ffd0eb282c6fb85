namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>A request's body on its way to the service, which tells whether it ended before the length that was announced.</summary>
internal sealed class WatchedBody(Stream body, long? announced) : Stream
{
    private long _read;

    /// <summary>If the caller breaks off, the server reports it. If the body ends early without an error, the app has read it before.</summary>
    public bool WasConsumed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += count;
        WasConsumed |= count == 0 && buffer.Length > 0 && _read < announced;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
