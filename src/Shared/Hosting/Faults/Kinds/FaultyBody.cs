namespace Shared.Hosting.Faults.Kinds;

/// <summary>The stream that a handler writes into instead of the network.</summary>
internal abstract class FaultyBody(Stream network) : Stream
{
    public override bool CanRead => false;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    protected Stream Network => network;

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>The handler has written everything.</summary>
    public virtual Task FinishAsync() => Task.CompletedTask;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => network.FlushAsync(cancellationToken);

    public override void Flush() => throw NoBlocking();
    public override void Write(byte[] buffer, int offset, int count) => throw NoBlocking();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    // The body of Kestrel throws the same.
    private static InvalidOperationException NoBlocking() => new("Synchronous operations are disallowed.");
}
