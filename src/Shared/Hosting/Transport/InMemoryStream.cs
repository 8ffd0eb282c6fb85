using System.Net.Sockets;

namespace Shared.Hosting.Transport;

/// <summary>The client's end of one connection. It behaves as a socket does: every failure is the <see cref="IOException"/> that a socket throws.</summary>
internal sealed class InMemoryStream(ReceivingEnd receiving, SendingEnd sending, Action onDispose) : Stream
{
    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The server has aborted the connection: reads and writes fail, after the bytes that had arrived were read.</summary>
    public void Reset() => End(SocketError.ConnectionReset);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        receiving.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        sending.WriteAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Everything that was written is on its way already.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw NoBlocking();
    public override void Write(byte[] buffer, int offset, int count) => throw NoBlocking();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End(SocketError.OperationAborted);
            onDispose();
        }

        base.Dispose(disposing);
    }

    private void End(SocketError why)
    {
        receiving.End(why);
        sending.End(why);
    }

    private static NotSupportedException NoBlocking() => new("In-memory connections are asynchronous only: use SendAsync.");
}
