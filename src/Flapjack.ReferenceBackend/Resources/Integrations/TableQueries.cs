using System.Globalization;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>
/// The two queries of a table. PostgreSQL itself makes each row JSON, so that every type is exact: a number keeps its digits, NaN and infinities are texts, times
/// are in UTC, bytes are in hex. It also bounds what it sends: the rows, the length of each value, and all rows together.
/// </summary>
internal static class TableQueries
{
    /// <summary>How much JSON a query may send.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How long a value may be, as JSON, in a query of few columns.</summary>
    public const int MaxValueBytes = 32 * 1024;

    // A character is at most six bytes of JSON.
    private const int BytesOfCharacter = 8;

    /// <summary>A query whose rows have the JSON of a row, and how many rows there are with those that are too much.</summary>
    /// <exception cref="DatabaseFault">An argument is wrong.</exception>
    public static DatabaseQuery Rows(DatabaseTable table, JsonElement arguments, out int limit)
    {
        var read = new TableArguments(table, arguments);
        read.RequireOnly("columns", "where", "order_by", "limit");
        var columns = read.Columns();
        limit = read.Limit();
        // All values together stay below what a query may send, with their names.
        var most = Math.Min(MaxValueBytes, MaxBytes * 3 / 4 / columns.Count);
        var found = $"SELECT {string.Join(", ", columns.Select(column => "x." + DatabaseTable.Quote(column.Name)))} FROM {table.Sql} x{read.Where()}{read.OrderBy()} LIMIT {Text(limit + 1)}";
        // With the star it is the row, also if one of the columns is called r.
        var rows = $"SELECT row_to_json(r.*)::text AS j FROM (SELECT {string.Join(", ", columns.Select(column => Value(column, most)))} FROM ({found}) x) r";
        var counted = $"SELECT j, count(*) OVER () AS n, sum(octet_length(j)) OVER (ROWS UNBOUNDED PRECEDING) AS bytes FROM ({rows}) q";
        return new($"SELECT j, n::int FROM ({counted}) s WHERE bytes <= {Text(MaxBytes)}", read.Values);
    }

    /// <summary>A query whose only row is the number of rows, as a text.</summary>
    /// <exception cref="DatabaseFault">An argument is wrong.</exception>
    public static DatabaseQuery Count(DatabaseTable table, JsonElement arguments)
    {
        var read = new TableArguments(table, arguments);
        read.RequireOnly("where");
        return new($"SELECT count(*)::text FROM {table.Sql} x{read.Where()}", read.Values);
    }

    private static string Value(DatabaseColumn column, int most)
    {
        var name = DatabaseTable.Quote(column.Name);
        var value = "x." + name;
        var cut = $"left({value}::text, {Text(most / BytesOfCharacter)}) || ' … [cut: ' || length({value}::text)::text || ' characters in all]'";
        return $"CASE WHEN octet_length(to_json({value})::text) > {Text(most)} THEN to_json({cut}) ELSE to_json({value}) END AS {name}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
