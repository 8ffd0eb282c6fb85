using System.Runtime.CompilerServices;

namespace Shared.Wire.Http;

/// <summary>Reads lists that the service sends in pages.</summary>
internal static class Pages
{
    /// <summary>The items of all pages. A page is fetched when its first item is asked for, and not before.</summary>
    /// <param name="cursor">Where to begin; null for the first page.</param>
    /// <param name="read">Fetches the page at a cursor.</param>
    /// <param name="items">The items of a page.</param>
    /// <param name="next">The cursor of the page behind a page; null or empty if there is no further page.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WireProtocolException">The service sends a cursor again that led to a page before, so the list would never end.</exception>
    public static async IAsyncEnumerable<TItem> ReadAll<TPage, TItem>(
        string? cursor,
        Func<string?, CancellationToken, Task<TPage>> read,
        Func<TPage, IReadOnlyList<TItem>> items,
        Func<TPage, string?> next,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var used = new HashSet<string?>(StringComparer.Ordinal) { cursor };
        while (true)
        {
            var page = await read(cursor, cancellationToken).ConfigureAwait(false);
            foreach (var item in items(page))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }

            var following = next(page);
            if (string.IsNullOrEmpty(following))
            {
                yield break;
            }

            if (!used.Add(following))
            {
                throw new WireProtocolException("The service answered a page of a list with the cursor of a page that was read already, so the list has no end. Every item until here came once.");
            }

            cursor = following;
        }
    }
}
