using System.Text;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>Decodes text. A byte that the encoding does not know is a refusal, because a replaced character would never be found.</summary>
internal static class PlainText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], Utf8),
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)),
    ];

    /// <summary>The text; null if the bytes are no UTF-8.</summary>
    public static string? OfUtf8(byte[] bytes) => Decode(Utf8, bytes);

    /// <exception cref="Shared.Hosting.Refusals.Refusal">The file is not text, or not in the encoding that it names.</exception>
    public static string Of(UploadedFile file)
    {
        var (mark, encoding) = Array.Find(Marks, known => file.Bytes.AsSpan().StartsWith(known.Mark));
        encoding ??= Named(file);
        var text = Decode(encoding, file.Bytes.AsSpan((mark ?? []).Length));
        // Binary formats hold zeros; where they do, the encoding is not what is wrong.
        return (text ?? "\0").Contains('\0', StringComparison.Ordinal) && (text is not null || file.Bytes.Contains((byte)0)) ? throw file.Unsupported()
            : text ?? throw file.Invalid($"is not valid {encoding.WebName}; save it as UTF-8");
    }

    private static Encoding Named(UploadedFile file)
    {
        if (file.Charset is null)
        {
            return Utf8;
        }

        try
        {
            return Encoding.GetEncoding(file.Charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // .NET knows UTF-7, and refuses to read it.
            throw file.Invalid("is in an encoding that this backend does not know; save it as UTF-8");
        }
    }

    private static string? Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
