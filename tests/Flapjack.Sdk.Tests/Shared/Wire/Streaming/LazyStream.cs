namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>A body that repeats a pattern until so many bytes have come, and holds none of them.</summary>
internal sealed class LazyStream(byte[] pattern, long length) : ReadOnlyStream
{
    public long BytesRead { get; private set; }

    public int LargestBuffer { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        LargestBuffer = Math.Max(LargestBuffer, buffer.Length);
        var count = (int)Math.Min(buffer.Length, length - BytesRead);
        var target = buffer.Span[..count];
        while (!target.IsEmpty)
        {
            var part = pattern.AsSpan((int)(BytesRead % pattern.Length));
            part = part[..Math.Min(part.Length, target.Length)];
            part.CopyTo(target);
            target = target[part.Length..];
            BytesRead += part.Length;
        }

        return new(count);
    }
}
