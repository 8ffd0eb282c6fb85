using System.Text;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>One way to write a key down, as it can be found in a text.</summary>
/// <param name="Text">The characters that stand for the key alone.</param>
/// <param name="Before">How many characters before these hold a part of the key.</param>
/// <param name="After">How many behind these do.</param>
/// <param name="Comparison">How letters are compared.</param>
internal sealed record KeyForm(string Text, int Before = 0, int After = 0, StringComparison Comparison = StringComparison.Ordinal)
{
    private const int Quantum = 3;

    public static IReadOnlyList<KeyForm> AllOf(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return
        [
            new(key),
            new(Convert.ToHexString(bytes), Comparison: StringComparison.OrdinalIgnoreCase),
            .. Base64(bytes),
            // Some tools write base64 of UTF-16. Without its last byte, a zero, this is the same in both orders of bytes.
            .. Base64(Encoding.Unicode.GetBytes(key)[..^1]),
        ];
    }

    public void FindIn(UnescapedText text, List<(int Start, int End)> found)
    {
        var from = 0;
        while (text.IndexOf(this, from) is var index and >= 0)
        {
            found.Add(text.PlaceOf(Math.Max(0, index - Before), Math.Min(text.Length, index + Text.Length + After)));
            from = index + Text.Length;
        }
    }

    /// <summary>Base64 writes three bytes as four characters: whatever stands before the key shifts it by none, one or two bytes.</summary>
    private static IEnumerable<KeyForm> Base64(byte[] key)
    {
        for (var shift = 0; shift < Quantum; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. key]).TrimEnd('=');
            var before = shift == 0 ? 0 : 1;
            var after = (shift + key.Length) % Quantum == 0 ? 0 : 1;
            var text = encoded[(shift + before)..^after];
            yield return new(text, before, after);
            yield return new(text.Replace('+', '-').Replace('/', '_'), before, after);
        }
    }
}
