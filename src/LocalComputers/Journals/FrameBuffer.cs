using System.Buffers;

namespace LocalComputers.Journals;

/// <summary>Bytes in a rented array: first the frame that a writer builds, and then, once it is on the disk, what live readers copy.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestRoom = 256;

    private byte[] _bytes = [];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>How many more bytes fit in.</summary>
    public int Room => _bytes.Length - Length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, Length) = ([], 0);
    }

    private void Ensure(int room)
    {
        if (Room < Math.Max(room, 1))
        {
            var larger = ArrayPool<byte>.Shared.Rent(Length + Math.Max(room, Math.Max(Length, SmallestRoom)));
            Written.CopyTo(larger);
            if (_bytes.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = larger;
        }
    }
}
