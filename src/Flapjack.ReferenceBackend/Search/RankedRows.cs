namespace Flapjack.ReferenceBackend.Search;

/// <summary>Chooses the best of the rows that a search has found.</summary>
internal static class RankedRows
{
    /// <summary>How many rows to read, so that the best of those with the same score can be chosen.</summary>
    public static int ToRead(int limit) => 4 * limit;

    /// <summary>The best rows, the best first.</summary>
    /// <param name="found">The rows with their scores, those of the highest score first.</param>
    /// <param name="query">What was looked for.</param>
    /// <param name="textOf">The text of a row.</param>
    /// <param name="limit">How many rows.</param>
    public static IReadOnlyList<T> Best<T>(IReadOnlyList<(T Row, double Score)> found, SearchQuery query, Func<T, string> textOf, int limit) =>
        [.. found.OrderByDescending(row => row.Score).ThenByDescending(row => query.CountIn(textOf(row.Row))).Take(limit).Select(row => row.Row)];
}
