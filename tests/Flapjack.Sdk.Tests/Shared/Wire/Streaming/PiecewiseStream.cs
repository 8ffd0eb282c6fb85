namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>A body that hands out its bytes in pieces of given lengths, then ends; or, where told so, never brings another byte.</summary>
internal sealed class PiecewiseStream(ReadOnlyMemory<byte> bytes, Func<int> nextLength, bool staysOpen = false) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public static PiecewiseStream Whole(ReadOnlyMemory<byte> bytes) => new(bytes, () => int.MaxValue);

    public static PiecewiseStream ByteByByte(ReadOnlyMemory<byte> bytes) => new(bytes, () => 1);

    public static PiecewiseStream Split(ReadOnlyMemory<byte> bytes, Random random) => new(bytes, () => random.Next(1, 12));

    public bool WasDisposed { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty && staysOpen)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var count = Math.Min(Math.Min(nextLength(), buffer.Length), _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        WasDisposed = true;
        base.Dispose(disposing);
    }
}
