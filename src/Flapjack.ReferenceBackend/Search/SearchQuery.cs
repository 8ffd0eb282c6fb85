using System.Globalization;
using System.Text;

namespace Flapjack.ReferenceBackend.Search;

/// <summary>
/// Makes a query of a full-text index from a text of a user's. Only letters and digits of the text get into it, in quotes, so no text can be an operator.
/// The index has the columns <c>scope</c>, with one word that says whose a row is, and <c>text</c>.
/// </summary>
internal static class SearchQuery
{
    private const int MaxWords = 32;
    private const int MaxWordLength = 64;

    /// <param name="scopes">The scopes, as words of the index.</param>
    /// <param name="text">What is looked for.</param>
    /// <returns>The query; null if there is nothing to look for.</returns>
    public static string? Of(IEnumerable<string> scopes, string text)
    {
        var (places, words) = (Quoted(scopes), Quoted(WordsIn(text)));
        // The scope stands first: only the rows of that scope are then compared.
        return places.Length == 0 || words.Length == 0 ? null : $"scope : ({places}) AND text : ({words})";
    }

    private static string Quoted(IEnumerable<string> words) => string.Join(" OR ", words.Select(word => $"\"{word}\""));

    private static HashSet<string> WordsIn(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsOfAWord(rune) && word.Length < MaxWordLength)
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
                if (words.Count == MaxWords)
                {
                    break;
                }
            }
        }

        if (word.Length > 0 && words.Count < MaxWords)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static bool IsOfAWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
