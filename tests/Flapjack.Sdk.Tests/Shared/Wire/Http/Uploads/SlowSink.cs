namespace Flapjack.Sdk.Tests.Http.Uploads;

/// <summary>A connection that takes each piece of a body only when the test lets it.</summary>
internal sealed class SlowSink : Stream
{
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly SemaphoreSlim _allowed = new(0);

    public List<int> Sizes { get; } = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits until a piece wants to leave.</summary>
    public Task Waiting() => _waiting.WaitAsync().Soon();

    /// <summary>Lets the piece leave.</summary>
    public void Take() => _allowed.Release();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _waiting.Release();
        await _allowed.WaitAsync(cancellationToken);
        Sizes.Add(buffer.Length);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _waiting.Dispose();
        _allowed.Dispose();
        base.Dispose(disposing);
    }
}
