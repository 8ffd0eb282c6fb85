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
    public static IReadOnlyList<string> Of(string text, int tokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        var characters = StringInfo.ParseCombiningCharacters(text);
        if (tokens > characters.Length)
        {
            throw new ArgumentException($"A text of {characters.Length} characters can't be said in {tokens} tokens.", nameof(tokens));
        }

        int StartOf(int piece) => piece == tokens ? text.Length : characters[(int)((long)characters.Length * piece / tokens)];
        return [.. Enumerable.Range(0, tokens).Select(piece => text[StartOf(piece)..StartOf(piece + 1)])];
    }

    /// <summary>How many words the text has: the scripted model's idea of tokens.</summary>
    public static int CountOf(string text) => Of(text).Count;
}
