namespace Flapjack.Sdk.Tests.Http.Uploads;

/// <summary>A stream of the caller's that can't seek, made of the pieces that the test gives to it.</summary>
internal sealed class TestSource(Func<int, CancellationToken, Task<byte[]>> piece) : Stream
{
    private int _reads;

    public bool IsDisposed { get; private set; }

    public override bool CanRead => !IsDisposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The pieces, and then the end.</summary>
    public static TestSource Of(params string[] pieces) =>
        new((read, _) => Task.FromResult(read < pieces.Length ? System.Text.Encoding.UTF8.GetBytes(pieces[read]) : []));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await piece(_reads++, cancellationToken);
        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
