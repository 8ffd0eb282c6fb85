using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Shared.Connect;

/// <summary>
/// Reads the frames of a body, wherever the network splits them. Room for a frame is made only after its announced length was checked. The reader
/// does not own the body.
/// </summary>
/// <param name="body">The bytes.</param>
/// <param name="encoding">The stream's <c>Connect-Content-Encoding</c>; null or empty for none.</param>
/// <param name="maxBytes">How large the payload of a frame may be, also after it was unpacked.</param>
internal sealed class FrameReader(Stream body, string? encoding = null, int maxBytes = FrameReader.DefaultMaxBytes) : IDisposable
{
    public const int DefaultMaxBytes = 10 * 1024 * 1024;

    private const int FirstBytes = 16 * 1024;

    // A buffer of this size is given back when it is empty: the next frames are likely to be small again.
    private const int KeptBytes = 256 * 1024;

    private byte[] _buffer = [];
    private byte[]? _unpacked;
    private int _start;
    private int _end;

    /// <summary>The flags of the frame that was read last.</summary>
    public FrameFlags Flags { get; private set; }

    public bool IsEnd => Flags.HasFlag(FrameFlags.End);

    /// <summary>The payload of the frame that was read last, unpacked. It is valid until the next read.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Whether bytes are left over that are no whole frame. After the end of the body, that body was cut inside a frame.</summary>
    public bool HasPartOfFrame => _end > _start;

    /// <summary>Reads the next frame; false if the body has ended.</summary>
    /// <exception cref="BadMessageException">The frame is too large, or compressed in a way that the stream did not announce.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => TryRead() ? new(true) : FillAndReadAsync(cancellationToken);

    /// <summary>Reads the next frame if all of it has arrived.</summary>
    /// <exception cref="BadMessageException">The frame is too large, or compressed in a way that the stream did not announce.</exception>
    public bool TryRead()
    {
        GiveBackUnpacked();
        var available = _buffer.AsMemory(_start, _end - _start);
        if (LengthOf(available.Span) is not { } length || available.Length < FrameBuffer.PrefixBytes + length)
        {
            return false;
        }

        Flags = (FrameFlags)available.Span[0];
        var payload = available.Slice(FrameBuffer.PrefixBytes, length);
        _start += FrameBuffer.PrefixBytes + length;
        Payload = Flags.HasFlag(FrameFlags.Compressed) ? Unpack(payload) : payload;
        return true;
    }

    public void Dispose()
    {
        GiveBackUnpacked();
        ReplaceBuffer([]);
        (_start, _end, Payload) = (0, 0, default);
    }

    private async ValueTask<bool> FillAndReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            MakeRoom();
            var count = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            _end += count;
        }
        while (!TryRead());
        return true;
    }

    /// <summary>The length of the next payload; null if its prefix has not arrived.</summary>
    private int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FrameBuffer.PrefixBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        return length <= (uint)maxBytes ? (int)length
            : throw new BadMessageException(ConnectCodes.ResourceExhausted, $"A frame announces {length} bytes, and at most {maxBytes} bytes are taken.");
    }

    /// <summary>Makes room for the rest of the next frame, as far as its length is known.</summary>
    private void MakeRoom()
    {
        var available = _buffer.AsSpan(_start, _end - _start);
        var needed = LengthOf(available) is { } length ? Math.Max(FirstBytes, FrameBuffer.PrefixBytes + length) : FirstBytes;
        if (_buffer.Length < needed || (available.IsEmpty && _buffer.Length > KeptBytes && needed <= KeptBytes))
        {
            var other = ArrayPool<byte>.Shared.Rent(needed);
            available.CopyTo(other);
            (_start, _end) = (0, available.Length);
            ReplaceBuffer(other);
        }
        else if (_start > 0 && (available.IsEmpty || _buffer.Length - _start < needed))
        {
            available.CopyTo(_buffer);
            (_start, _end) = (0, available.Length);
        }
    }

    private ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> payload)
    {
        if (!string.Equals(encoding, "gzip", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadMessageException(ConnectCodes.Internal, string.IsNullOrEmpty(encoding)
                ? "A frame is compressed, and the stream did not announce how."
                : $"A frame is compressed as '{encoding}', which can't be unpacked here.");
        }

        try
        {
            using var packed = new GZipStream(new MemoryStream(payload.ToArray(), writable: false), CompressionMode.Decompress);
            return Unpack(packed);
        }
        catch (InvalidDataException e)
        {
            throw new BadMessageException(ConnectCodes.InvalidArgument, "A frame is marked as compressed, and is no gzip.", e);
        }
    }

    private ReadOnlyMemory<byte> Unpack(GZipStream packed)
    {
        _unpacked = ArrayPool<byte>.Shared.Rent(FirstBytes);
        var length = 0;
        while (packed.Read(_unpacked, length, _unpacked.Length - length) is > 0 and var count)
        {
            length += count;
            if (length > maxBytes)
            {
                throw new BadMessageException(ConnectCodes.ResourceExhausted, $"A compressed frame holds more than {maxBytes} bytes, which is the most that is taken.");
            }

            if (length == _unpacked.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                _unpacked.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(_unpacked);
                _unpacked = larger;
            }
        }

        return _unpacked.AsMemory(0, length);
    }

    private void GiveBackUnpacked()
    {
        if (_unpacked is not null)
        {
            ArrayPool<byte>.Shared.Return(_unpacked);
            (_unpacked, Payload) = (null, default);
        }
    }

    private void ReplaceBuffer(byte[] other)
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = other;
    }
}
