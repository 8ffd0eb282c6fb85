using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>Which page of a list is asked for. A page begins before the last place of the page before it, so new things shift nothing into it.</summary>
/// <param name="Before">The place before which the page begins.</param>
internal sealed record Paging(long Before)
{
    public const int Size = 25;

    /// <summary>How many rows are read: one more than is shown, which tells whether there is another page.</summary>
    public const int Read = Size + 1;

    /// <summary>The page that a request asks for; the first one if it asks for none.</summary>
    public static Paging Of(HttpContext context) => long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before)
        ? new(before)
        : new(long.MaxValue);

    /// <summary>The links to the first and the next page.</summary>
    /// <param name="path">The path of the list; it may have a query.</param>
    /// <param name="places">The places of the rows that were read.</param>
    public Html Links(string path, IReadOnlyList<long> places)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var last = places.Count > Size ? places[Size - 1] : 0;
        var newest = Html.If(Before != long.MaxValue, $"""<a href="{path}" rel="first">Newest</a>""");
        var older = Html.If(places.Count > Size, $"""<a href="{path}{separator.ToString()}before={last}" rel="next">Older</a>""");
        return $"""<p class="pages">{newest}{older}</p>""";
    }
}
