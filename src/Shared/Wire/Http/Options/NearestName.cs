namespace Shared.Wire.Http.Options;

/// <summary>Guesses which name was meant: by its words, some of which are synonyms, and then by its letters.</summary>
internal static class NearestName
{
    private static readonly (string Written, string Meant)[] SameMeaning =
    [
        ("URL", "ADDRESS"), ("URI", "ADDRESS"), ("ENDPOINT", "ADDRESS"), ("HOST", "ADDRESS"), ("SERVER", "ADDRESS"),
        ("TOKEN", "KEY"), ("SECRET", "KEY"), ("RETRIES", "RETRY"), ("ATTEMPTS", "RETRY"), ("CONNECTION", "CONNECT"), ("REQUEST", "RESPONSE"),
    ];

    public static string Of(string written, IReadOnlyList<string> names)
    {
        var meant = Normalize(written);
        return names.OrderByDescending(name => Words(name).Count(meant.Contains)).ThenBy(name => Distance(meant, Normalize(name))).First();
    }

    // base_url, base-url and BaseUrl are BASEADDRESS.
    private static string Normalize(string name) => SameMeaning.Aggregate(
        string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant(), (text, pair) => text.Replace(pair.Written, pair.Meant, StringComparison.Ordinal));

    private static IEnumerable<string> Words(string name) =>
        string.Concat(name.Select(c => char.IsUpper(c) ? $" {c}" : $"{c}")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Normalize);

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
