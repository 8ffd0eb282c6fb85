using System.Globalization;
using System.Text;

namespace Flapjack.ReferenceBackend.Search;

/// <summary>
/// Makes a query of a full-text index from a text of a user's. Only letters and digits of the text get into it, in quotes, so no text can be an operator.
/// The index has the columns <c>scope</c>, with one word that says whose a row is, and <c>text</c>.
/// </summary>
/// <remarks>
/// A row counts the more, the more words of the text it has, and the rarer these words are within the scopes. The function <c>bm25</c> of the index would
/// count the words in the rows of everybody: a search would take longer because others store much, and what others store would change its order.
/// </remarks>
internal sealed class SearchQuery
{
    private const int MaxWords = 32;
    private const int MaxWordLength = 64;

    /// <summary>Of how many rows that have a word each is compared: the newest. So a search takes a bounded time, however many rows there are.</summary>
    public const int MaxHits = 2_000;

    private readonly string _places;
    private readonly IReadOnlyList<string> _words;

    private SearchQuery(string places, IReadOnlyList<string> words) => (_places, _words) = (places, words);

    /// <summary>A query for each word, by the names that <see cref="Ranked"/> gives them.</summary>
    // The scope stands first: only the rows of that scope are then compared.
    public IEnumerable<(string Name, object? Value)> Parameters => _words.Select((word, index) => (NameOf(index), (object?)$"scope : ({_places}) AND text : \"{word}\""));

    /// <param name="scopes">The scopes, as words of the index.</param>
    /// <param name="text">What is looked for.</param>
    /// <returns>The query; null if there is nothing to look for.</returns>
    public static SearchQuery? Of(IEnumerable<string> scopes, string text)
    {
        var (places, words) = (string.Join(" OR ", scopes.Select(scope => $"\"{scope}\"")), WordsIn(text));
        return places.Length == 0 || words.Count == 0 ? null : new(places, [.. words]);
    }

    /// <summary>The beginning of a statement, with the table <c>ranked (id, score)</c> of the rows that have at least one of the words; of each word at most <see cref="MaxHits"/> rows.</summary>
    /// <param name="index">The index, as in SQL.</param>
    public string Ranked(string index)
    {
        var hits = _words.Select((_, number) => $"SELECT * FROM (SELECT rowid, {number} FROM {index} WHERE {index} MATCH {NameOf(number)} ORDER BY rowid DESC LIMIT {MaxHits})");
        return $"""
            WITH hits (id, word) AS ({string.Join(" UNION ALL ", hits)}),
            weighted (id, weight) AS (SELECT id, 1.0 / count(*) OVER (PARTITION BY word) FROM hits),
            ranked (id, score) AS (SELECT id, sum(weight) FROM weighted GROUP BY id)
            """;
    }

    /// <summary>How often the words stand in a text, which decides between rows of the same score.</summary>
    public int CountIn(string text) => _words.Sum(word => CountOf(word, text));

    private static int CountOf(string word, string text)
    {
        var count = 0;
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        for (var rest = text.AsSpan(); compare.IndexOf(rest, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace, out var length) is >= 0 and var at && length > 0;)
        {
            count++;
            rest = rest[(at + length)..];
        }

        return count;
    }

    private static string NameOf(int word) => string.Create(CultureInfo.InvariantCulture, $"$word{word}");

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
