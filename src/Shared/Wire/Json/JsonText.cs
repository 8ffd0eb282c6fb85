using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Shared.Wire.Json;

/// <summary>
/// Reads a JSON string into UTF-8: it copies the bytes between two escapes as vectors. It reads only strings that need no judgement; for any other
/// string it says so, and the caller reads it with <see cref="System.Text.Json.Utf8JsonReader"/>. Tests compare the two.
/// </summary>
internal static class JsonText
{
    // A run ends before a quote, a backslash or a control character.
    private static readonly SearchValues<byte> Ends = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(c => (byte)c)]);

    /// <summary>Reads a string up to its closing quote.</summary>
    /// <param name="source">The bytes behind the opening quote.</param>
    /// <param name="target">Where the text goes; at least as long as the source, because unescaping never makes a text longer.</param>
    /// <param name="read">How many bytes of the source stand before the closing quote.</param>
    /// <param name="written">How many bytes the text has.</param>
    /// <param name="isAscii">Whether the text is ASCII.</param>
    /// <returns>False if the string has no end, a raw control character, an escape that is wrong or stands for half a character, or is not UTF-8.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, Span<byte> target, out int read, out int written, out bool isAscii)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, source.Length);
        (read, written) = (0, 0);
        var high = default(Vector256<byte>);
        while (true)
        {
            CopyRun(source, target, ref read, ref written, ref high);
            if (read == source.Length || source[read] < ' ')
            {
                isAscii = false;
                return false;
            }

            if (source[read] == '"')
            {
                isAscii = high.ExtractMostSignificantBits() == 0;
                return isAscii || Utf8.IsValid(target[..written]);
            }

            if (!TryReadEscape(source, target, ref read, ref written, ref high))
            {
                isAscii = false;
                return false;
            }
        }
    }

    /// <summary>Copies bytes up to a quote, a backslash or a control character.</summary>
    private static void CopyRun(ReadOnlySpan<byte> source, Span<byte> target, ref int read, ref int written, ref Vector256<byte> high)
    {
        // Both loops stay inside of the two spans: written is never more than read, and the target is as long as the source.
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        while (read <= source.Length - Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref from, (nuint)read);
            // What is written behind the run is written over by what follows.
            bytes.StoreUnsafe(ref to, (nuint)written);
            var ends = EndsIn(bytes);
            if (ends != 0)
            {
                var length = BitOperations.TrailingZeroCount(ends);
                // Bytes behind the run may count too: then text that is ASCII is checked as if it were not.
                high |= bytes;
                read += length;
                written += length;
                return;
            }

            high |= bytes;
            read += Vector256<byte>.Count;
            written += Vector256<byte>.Count;
        }

        if (read < source.Length)
        {
            CopyLastRun(source, target, ref read, ref written, ref high);
        }
    }

    /// <summary>The same within the last bytes of the source, which are at least one and fewer than a vector.</summary>
    private static void CopyLastRun(ReadOnlySpan<byte> source, Span<byte> target, ref int read, ref int written, ref Vector256<byte> high)
    {
        int length;
        if (source.Length >= Vector256<byte>.Count)
        {
            // The source's last vector begins before the run; the bits of the bytes before the run are shifted out.
            var before = read - (source.Length - Vector256<byte>.Count);
            var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)(read - before));
            var ends = EndsIn(bytes) >> before;
            length = ends == 0 ? source.Length - read : BitOperations.TrailingZeroCount(ends);
            high |= bytes;
        }
        else
        {
            length = source[read..].IndexOfAny(Ends);
            length = length < 0 ? source.Length - read : length;
            high |= Vector256.Create(Ascii.IsValid(source.Slice(read, length)) ? (byte)0 : (byte)0x80);
        }

        source.Slice(read, length).CopyTo(target[written..]);
        read += length;
        written += length;
    }

    /// <summary>A bit for each byte that ends a run.</summary>
    private static uint EndsIn(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(bytes, Vector256.Create((byte)' '))).ExtractMostSignificantBits();

    private static bool TryReadEscape(ReadOnlySpan<byte> source, Span<byte> target, ref int read, ref int written, ref Vector256<byte> high)
    {
        if (read + 1 >= source.Length)
        {
            return false;
        }

        var unescaped = source[read + 1] switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'/' => (byte)'/',
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => (byte)0,
        };
        if (unescaped != 0)
        {
            target[written++] = unescaped;
            read += 2;
            return true;
        }

        if (source[read + 1] != 'u' || !TryReadHex(source[(read + 2)..], out var unit))
        {
            return false;
        }

        read += 6;
        if (!Rune.TryCreate(unit, out var rune))
        {
            // The first half of a character; the second must follow.
            if (!source[read..].StartsWith("\\u"u8) || !TryReadHex(source[(read + 2)..], out var second) || !Rune.TryCreate(unit, second, out rune))
            {
                return false;
            }

            read += 6;
        }

        high |= Vector256.CreateScalar(rune.IsAscii ? (byte)0 : (byte)0x80);
        written += rune.EncodeToUtf8(target[written..]);
        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out char unit)
    {
        unit = default;
        if (digits.Length < 4)
        {
            return false;
        }

        var value = 0;
        foreach (var digit in digits[..4])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            // The letters, in upper and lower case, lie nine above their value in the lowest four bits.
            value = (value << 4) | ((digit & 0xF) + (digit > '9' ? 9 : 0));
        }

        unit = (char)value;
        return true;
    }
}
