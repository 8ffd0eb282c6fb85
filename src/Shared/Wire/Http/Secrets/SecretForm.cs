using System.Buffers;
using System.Text;

namespace Shared.Wire.Http.Secrets;

/// <summary>One spelling of a secret, as it may stand in a text.</summary>
/// <param name="Text">The characters that stand for the secret alone.</param>
/// <param name="ShortestPart">How many of these characters in a row are enough to be found; the length of the text if only the whole text counts.</param>
/// <param name="Before">How many characters before the text hold a part of the secret.</param>
/// <param name="After">How many characters after the text hold a part of the secret.</param>
/// <param name="Shown">How many of the first characters may be shown, if no more of the secret stands there.</param>
/// <param name="IsToken">Whether the text counts only if no other letter or digit is next to it.</param>
internal sealed record SecretForm(string Text, int ShortestPart, int Before = 0, int After = 0, int Shown = 0, bool IsToken = false)
{
    /// <summary>
    /// A secret of this length never stands inside another word by accident, so it is found anywhere, and so is a part of it. A shorter secret is
    /// found only as a whole token: neither a letter nor a digit, <c>_</c> or <c>-</c> is next to it.
    /// </summary>
    private const int Unmistakable = 16;

    // A service or a log that cuts a key at either end leaves at least this much of it.
    private const int Part = 12;

    // The service itself shows this much of a key, so that its owner knows which key is meant.
    private const int DisplayPrefix = 12;

    private const int Quantum = 3;

    private static readonly SearchValues<char> Base64Digits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    public static IReadOnlyList<SecretForm> AllOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var isShort = secret.Length < Unmistakable;
        var hex = Convert.ToHexString(bytes);
        return
        [
            isShort ? new(secret, secret.Length, IsToken: true) : new(secret, Part, Shown: DisplayPrefix),
            new(hex, isShort ? hex.Length : 2 * Part),
            .. Base64(bytes, isShort ? bytes.Length : Part),
            // Some tools write base64 of UTF-16. Without its last byte, which is zero, the base64 is the same in both byte orders.
            .. Base64(Encoding.Unicode.GetBytes(secret)[..^1], 2 * (isShort ? secret.Length : Part)),
        ];
    }

    /// <summary>Finds the secret, or enough of it, around a place at which the text equals this form; null if too little of the secret stands there.</summary>
    public (int Start, int End)? Around(ReadOnlySpan<char> text, int at, int place)
    {
        var (start, first) = (at, place);
        while (start > 0 && first > 0 && Same(text[start - 1], Text[first - 1]))
        {
            (start, first) = (start - 1, first - 1);
        }

        var end = at;
        for (var last = place; end < text.Length && last < Text.Length && Same(text[end], Text[last]); last++)
        {
            end++;
        }

        var length = end - start;
        if (length < ShortestPart || (first == 0 && length == Shown) || (IsToken && !StandsAlone(text, start, end)))
        {
            return null;
        }

        return (first == 0 ? start - Digits(text, start - Before, start) : start, first + length == Text.Length ? end + Digits(text, end, end + After) : end);
    }

    /// <summary>Base64 writes three bytes as four characters: the text before the secret shifts it by none, one or two bytes.</summary>
    private static IEnumerable<SecretForm> Base64(byte[] secret, int shortestPart)
    {
        for (var shift = 0; shift < Quantum; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. secret]).TrimEnd('=');
            var before = shift == 0 ? 0 : 1;
            var after = (shift + secret.Length) % Quantum == 0 ? 0 : 1;
            var text = encoded[(shift + before)..^after];
            var shortest = Math.Min(text.Length, shortestPart * 4 / Quantum);
            yield return new(text, shortest, before, after);
            if (text.AsSpan().IndexOfAny('+', '/') >= 0)
            {
                yield return new(text.Replace('+', '-').Replace('/', '_'), shortest, before, after);
            }
        }
    }

    // Services and proxies write some words in capitals, and a key in capitals is still most of the secret.
    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !IsOfAWord(text[start - 1])) && (end == text.Length || !IsOfAWord(text[end]));

    private static bool IsOfAWord(char c) => char.IsLetter(c) || char.IsNumber(c) || c is '_' or '-';

    // At the edge of the encoded text the secret shares no digit with its surroundings.
    private static int Digits(ReadOnlySpan<char> text, int from, int to) =>
        from >= 0 && to <= text.Length && !text[from..to].ContainsAnyExcept(Base64Digits) ? to - from : 0;
}
