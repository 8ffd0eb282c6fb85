using System.Globalization;
using System.Text;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>A part of a host name, between two dots, in the ASCII form in which names are looked up.</summary>
internal static class DnsLabel
{
    private const int Longest = 63;
    private const string EncodedMark = "xn--";

    // Other spellings of plain letters and digits: a name is encoded only after they were replaced. Without ICU, .NET does not replace them.
    private static readonly (int First, int Last)[] Spellings = [(0x2460, 0x24FF), (0xFF00, 0xFFEF), (0x1D400, 0x1D7FF)];

    private static readonly IdnMapping Idn = new();

    /// <summary>Whether a name can have such a part: letters, digits, hyphens and underscores; behind <c>xn--</c> the encoding of other letters.</summary>
    public static bool IsValid(string label) =>
        label.Length is > 0 and <= Longest
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !label.StartsWith('-')
        && !label.EndsWith('-')
        && (!IsEncoded(label) || IsEncodingOfItself(label));

    /// <summary>The text that a reader sees in it, with the digits of every script as 0 to 9.</summary>
    public static string WithAsciiDigits(string label) => string.Concat((Decode(label) ?? label).EnumerateRunes().Select(rune =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? Rune.GetNumericValue(rune).ToString("0", CultureInfo.InvariantCulture) : rune.ToString()));

    private static bool CanBeEncoded(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber)
        && !Spellings.Any(range => rune.Value >= range.First && rune.Value <= range.Last);

    private static bool IsEncoded(string label) => label.StartsWith(EncodedMark, StringComparison.OrdinalIgnoreCase);

    // Decoders differ in what they make of any other text.
    private static bool IsEncodingOfItself(string label)
    {
        try
        {
            return Decode(label) is { } decoded
                && decoded.EnumerateRunes().All(CanBeEncoded)
                && Idn.GetAscii(decoded).Equals(label, StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>What is encoded in it; null when nothing is.</summary>
    private static string? Decode(string label)
    {
        try
        {
            return IsEncoded(label) ? Idn.GetUnicode(label) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
