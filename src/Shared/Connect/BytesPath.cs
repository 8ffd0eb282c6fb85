using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Shared.Connect;

/// <summary>
/// The place of the only value of a message: bytes that lie in messages inside each other. Output and input are most of what is sent, and by their
/// path they are written and read without the objects of the messages around them.
/// </summary>
internal sealed class BytesPath
{
    private const int WireTypeOfBytes = 2;
    private const int LongestVarint = 5;

    private readonly byte[] _before;
    private readonly byte[] _behind;
    private readonly byte[] _tags;

    /// <param name="fields">The name and the number of each field, the outermost first. The numbers are below 16.</param>
    public BytesPath(params (string Name, int Number)[] fields)
    {
        _before = Encoding.UTF8.GetBytes(string.Concat(fields.Select(field => $$"""{"{{field.Name}}":""")) + "\"");
        _behind = Encoding.UTF8.GetBytes("\"" + new string('}', fields.Length));
        _tags = [.. fields.Select(field => (byte)((field.Number << 3) | WireTypeOfBytes))];
    }

    public void WriteJson(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        var encoded = Base64.GetMaxEncodedToUtf8Length(bytes.Length);
        var room = to.GetSpan(_before.Length + encoded + _behind.Length);
        _before.CopyTo(room);
        Base64.EncodeToUtf8(bytes, room[_before.Length..], out _, out var written);
        _behind.CopyTo(room[(_before.Length + written)..]);
        to.Advance(_before.Length + written + _behind.Length);
    }

    public byte[]? TryReadJson(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.StartsWith(_before) || !utf8.EndsWith(_behind) || utf8.Length < _before.Length + _behind.Length)
        {
            return null;
        }

        var encoded = utf8[_before.Length..^_behind.Length];
        if (encoded.Length % 4 != 0)
        {
            return null;
        }

        var padding = encoded.EndsWith("=="u8) ? 2 : encoded.EndsWith("="u8) ? 1 : 0;
        var bytes = new byte[(encoded.Length / 4 * 3) - padding];
        // The decoder skips blanks, which leave room at the end.
        return Base64.DecodeFromUtf8(encoded, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length ? bytes : null;
    }

    public void WriteProtobuf(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        Span<int> lengths = stackalloc int[_tags.Length];
        var length = bytes.Length;
        for (var i = _tags.Length - 1; i >= 0; i--)
        {
            lengths[i] = length;
            length += 1 + VarintLength((uint)length);
        }

        var room = to.GetSpan(length);
        for (var i = 0; i < _tags.Length; i++)
        {
            room[0] = _tags[i];
            room = room[(1 + WriteVarint((uint)lengths[i], room[1..]))..];
        }

        bytes.CopyTo(room);
        to.Advance(length);
    }

    public byte[]? TryReadProtobuf(ReadOnlySpan<byte> payload)
    {
        foreach (var tag in _tags)
        {
            if (payload.IsEmpty || payload[0] != tag || !TryReadVarint(payload[1..], out var length, out var size) || length != (uint)(payload.Length - 1 - size))
            {
                return null;
            }

            payload = payload[(1 + size)..];
        }

        return payload.ToArray();
    }

    private static int VarintLength(uint value) => value switch
    {
        < 1 << 7 => 1,
        < 1 << 14 => 2,
        < 1 << 21 => 3,
        < 1 << 28 => 4,
        _ => LongestVarint,
    };

    private static int WriteVarint(uint value, Span<byte> to)
    {
        var length = VarintLength(value);
        for (var i = 0; i < length; i++)
        {
            to[i] = (byte)(i < length - 1 ? (value & 0x7F) | 0x80 : value);
            value >>= 7;
        }

        return length;
    }

    private static bool TryReadVarint(ReadOnlySpan<byte> from, out uint value, out int size)
    {
        ulong read = 0;
        for (size = 0; size < Math.Min(from.Length, LongestVarint);)
        {
            var next = from[size];
            read |= (ulong)(next & 0x7F) << (7 * size);
            size++;
            if (next < 0x80)
            {
                value = (uint)read;
                return read <= uint.MaxValue;
            }
        }

        value = 0;
        return false;
    }
}
