using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Encodings.Web;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>
/// Writes text as the inside of a JSON string: byte for byte what <see cref="System.Text.Json.Utf8JsonWriter"/> writes with
/// <see cref="JavaScriptEncoder.UnsafeRelaxedJsonEscaping"/>, but it copies the runs between two escapes whole.
/// </summary>
internal static class EscapedText
{
    // A character of three bytes becomes six, a character of four bytes becomes twelve, and a control character of one byte becomes six.
    private const int MostBytesPerByte = 6;
    private const int Slice = 1024;

    // A bit for each character of the basic plane that stays as it is.
    private static readonly ulong[] Plain = FindPlain();

    /// <summary>The room that <see cref="Write(ReadOnlySpan{byte}, IBufferWriter{byte})"/> asks for in all, unless the text has unusually many escapes.</summary>
    public static int UsualRoomFor(ReadOnlySpan<byte> text) => text.Length + (text.Length / 8) + RoomFor(Math.Min(text.Length, Slice));

    /// <param name="text">Text in valid UTF-8.</param>
    /// <param name="output">Gets the escaped text.</param>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.Length > 0)
        {
            var slice = text[..EndOfSlice(text)];
            output.Advance(Write(slice, output.GetSpan(RoomFor(slice.Length))));
            text = text[slice.Length..];
        }
    }

    private static int RoomFor(int length) => (MostBytesPerByte * length) + Vector256<byte>.Count;

    // So that the room for the worst case stays small.
    private static int EndOfSlice(ReadOnlySpan<byte> text)
    {
        var end = Math.Min(Slice, text.Length);
        while (end < text.Length && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }

    private static int Write(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var (at, written) = (0, 0);
        while (at < text.Length)
        {
            var run = CopyPlainAscii(text[at..], to[written..]);
            at += run;
            written += run;
            // Text of other scripts has one such character behind the other.
            while (at < text.Length && text[at] >= 0x80)
            {
                at += WriteBeyondAscii(text[at..], to, ref written);
            }

            if (at < text.Length && !IsPlainAscii(text[at]))
            {
                WriteEscape(text[at], to, ref written);
                at++;
            }
        }

        return written;
    }

    /// <summary>Copies up to the first byte that is not copied as it is. Behind the copied bytes the destination may get others.</summary>
    private static int CopyPlainAscii(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var at = 0;
        for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(text.Slice(at, Vector256<byte>.Count));
            bytes.CopyTo(to[at..]);
            // As signed numbers, bytes beyond ASCII are smaller than a space too.
            var stops = Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)' ')).AsByte()
                | Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.Equals(bytes, Vector256.Create((byte)0x7F));
            if (stops != Vector256<byte>.Zero)
            {
                return at + BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits());
            }
        }

        for (; at < text.Length && IsPlainAscii(text[at]); at++)
        {
            to[at] = text[at];
        }

        return at;
    }

    private static bool IsPlainAscii(byte value) => value is >= (byte)' ' and < 0x7F and not ((byte)'"' or (byte)'\\');

    /// <summary>Writes the first character; returns how many bytes it has in the text.</summary>
    private static int WriteBeyondAscii(ReadOnlySpan<byte> text, Span<byte> to, ref int written)
    {
        Rune.DecodeFromUtf8(text, out var rune, out var length);
        if (rune.IsBmp && IsPlain(rune.Value))
        {
            text[..length].CopyTo(to[written..]);
            written += length;
            return length;
        }

        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            WriteUnit(unit, to, ref written);
        }

        return length;
    }

    private static void WriteEscape(byte value, Span<byte> to, ref int written)
    {
        var letter = value switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            (byte)'"' or (byte)'\\' => value,
            _ => (byte)0,
        };
        if (letter == 0)
        {
            WriteUnit((char)value, to, ref written);
            return;
        }

        to[written++] = (byte)'\\';
        to[written++] = letter;
    }

    private static void WriteUnit(char unit, Span<byte> to, ref int written)
    {
        "\\u"u8.CopyTo(to[written..]);
        Utf8Formatter.TryFormat(unit, to[(written + 2)..], out _, new StandardFormat('X', 4));
        written += 6;
    }

    private static bool IsPlain(int character) => (Plain[character >> 6] >> (character & 63) & 1) != 0;

    private static ulong[] FindPlain()
    {
        var plain = new ulong[(char.MaxValue + 1) / 64];
        for (var character = 0; character <= char.MaxValue; character++)
        {
            var isPlain = Rune.IsValid(character) && !JavaScriptEncoder.UnsafeRelaxedJsonEscaping.WillEncode(character);
            plain[character >> 6] |= isPlain ? 1UL << (character & 63) : 0;
        }

        return plain;
    }
}
