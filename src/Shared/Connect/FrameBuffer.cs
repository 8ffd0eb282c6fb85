using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Shared.Connect;

/// <summary>Builds frames in one piece of memory, which is used again for the next frames. Not thread-safe.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>The flags, and the length as four bytes, big-endian.</summary>
    public const int PrefixBytes = 5;

    private const int FirstBytes = 512;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length;

    /// <summary>The frames that were written since the last <see cref="Clear"/>. They are valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Adds the frame of a message.</summary>
    public void Write<T>(PayloadCodec codec, MessageKind<T> kind, T message) where T : class, IMessage<T>, new()
    {
        var start = BeginFrame(FrameFlags.None);
        codec.Write(kind, message, this);
        EndFrame(start);
    }

    /// <summary>Adds the frame of a message that carries nothing but bytes.</summary>
    public void Write(PayloadCodec codec, BytesPath path, ReadOnlySpan<byte> bytes)
    {
        var start = BeginFrame(FrameFlags.None);
        codec.Write(path, bytes, this);
        EndFrame(start);
    }

    /// <summary>Adds the last frame of a stream.</summary>
    public void Write(EndOfStream end)
    {
        var start = BeginFrame(FrameFlags.End);
        end.Write(this);
        EndFrame(start);
    }

    public void Clear() => _length = 0;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _length), nameof(count));
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(1, sizeHint));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private int BeginFrame(FrameFlags flags)
    {
        var start = _length;
        var prefix = GetSpan(PrefixBytes);
        prefix[0] = (byte)flags;
        Advance(PrefixBytes);
        return start;
    }

    private void EndFrame(int start) =>
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(start + 1), (uint)(_length - start - PrefixBytes));

    private void MakeRoom(int count)
    {
        if (_bytes.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, checked(_length + count)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
