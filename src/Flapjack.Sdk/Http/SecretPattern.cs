using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Flapjack.Sdk.Http;

/// <summary>Finds a secret in a text, as it is and in the spellings that encoders give to it: escaped for JSON, a URL or HTML, as UTF-16, in base64.</summary>
internal static class SecretPattern
{
    /// <summary>
    /// A secret of this length never stands inside another word by accident, so it is found wherever it is. A shorter one is found
    /// only as a whole token, where neither a letter nor a digit, <c>_</c> or <c>-</c> is next to it. A secret that was cut is found if that
    /// much of it is left; the twelve characters that the service itself shows of a key are fewer.
    /// </summary>
    private const int Unmistakable = 16;

    // The end of an escape, such as the n of \n, is no part of the word behind it.
    private const string TokenStart = @"(?:(?<![\p{L}\p{N}_-])|(?<=\\[nrtbf])|(?<=\\u[0-9a-f]{4})|(?<=%[0-9a-f]{2}))";

    private const string TokenEnd = @"(?![\p{L}\p{N}_-])";

    // What may stand in a key, in any spelling.
    private const string AnyOfAKey = @"(?:\x00{0,3}(?:[\w.~+/=-]|\\{1,4}u00[0-9a-f]{2}|%(?:25){0,4}[0-9a-f]{2}|&#x?[0-9a-f]{1,8};))*";

    public static Regex Of(string secret)
    {
        var found = secret.Length < Unmistakable ? TokenStart + Spelled(secret) + TokenEnd
            : secret.Length == Unmistakable ? Spelled(secret)
            : $"{Spelled(secret)}|{Spelled(secret[..Unmistakable])}{AnyOfAKey}";
        var alternatives = Enumerable.Range(0, 3).Select(offset => Base64Of(secret, offset)).Prepend(found);
        return new(string.Join('|', alternatives), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    // What was UTF-16 and is read as UTF-8 has a zero behind each character.
    private static string Spelled(string text) => string.Join(@"\x00{0,3}", text.Select(SpellingsOf));

    private static string SpellingsOf(char c)
    {
        var hex = ((int)c).ToString("x2", CultureInfo.InvariantCulture);
        var plain = (char.IsAsciiLetterOrDigit(c) ? "" : @"\\{0,4}") + Regex.Escape(c.ToString());
        return $@"(?:{plain}|\\{{1,4}}u00{hex}|%(?:25){{0,4}}{hex}|&#0{{0,4}}{(int)c};|&#x0{{0,4}}{hex};{NameOf(c)})";
    }

    private static string NameOf(char c) => c switch
    {
        '&' => "|&amp;",
        '<' => "|&lt;",
        '>' => "|&gt;",
        '"' => "|&quot;",
        '\'' => "|&apos;",
        _ => "",
    };

    /// <summary>The base64 digits that are the same whatever stands around the secret, if it begins that many bytes behind a group of three.</summary>
    private static string Base64Of(string secret, int offset)
    {
        var digits = Convert.ToBase64String([.. new byte[offset], .. Encoding.UTF8.GetBytes(secret)]);
        var first = ((8 * offset) + 5) / 6;
        var last = 8 * (offset + secret.Length) / 6;
        return Regex.Escape(digits[first..last]).Replace(@"\+", @"[+-]", StringComparison.Ordinal).Replace("/", "[/_]", StringComparison.Ordinal);
    }
}
