using System.Globalization;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>Cuts texts into the pieces that a scripted model says one after another.</summary>
internal static class Tokens
{
    /// <summary>A piece for each word, with the white space behind it. The pieces together are the text.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i]) && !string.IsNullOrWhiteSpace(text[start..i]))
            {
                pieces.Add(text[start..i]);
                start = i;
            }
        }

        if (start < text.Length)
        {
            pieces.Add(text[start..]);
        }

        return pieces;
    }

    /// <summary>So many pieces, about equally long, none of which ends inside a character.</summary>
    /// <exception cref="ArgumentException">The text does not have so many characters.</exception>
    public static IReadOnlyList<string> Of(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, "tokens");
        var characters = StringInfo.ParseCombiningCharacters(text);
        if (count > characters.Length)
        {
            throw new ArgumentException($"A text of {characters.Length} characters can't be said in {count} tokens.", "tokens");
        }

        int StartOf(int piece) => piece == count ? text.Length : characters[(int)((long)characters.Length * piece / count)];
        return [.. Enumerable.Range(0, count).Select(piece => text[StartOf(piece)..StartOf(piece + 1)])];
    }

    /// <summary>How many words the text has: the scripted model's idea of tokens.</summary>
    public static int CountOf(string text) => Of(text).Count;
}
