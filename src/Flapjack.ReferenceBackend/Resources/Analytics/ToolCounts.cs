using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Analytics;

/// <summary>How often tools were called.</summary>
/// <param name="Total">All calls.</param>
/// <param name="Top">The ten tools that were called the most, the most frequent first.</param>
internal sealed record ToolCounts(long Total, IReadOnlyList<(string Name, long Calls)> Top)
{
    public static ToolCounts Of(StoreSession db, UsageScope scope)
    {
        var rows = db.Query(Statement(scope), row => (Name: row.GetString(0), Calls: row.GetInt64(1), Total: row.GetInt64(2)), scope.Values);
        return new(rows.Count == 0 ? 0 : rows[0].Total, [.. rows.Select(row => (row.Name, row.Calls))]);
    }

    /// <summary>The statement. Each row also has the number of all calls, so that the calls are read once.</summary>
    public static string Statement(UsageScope scope) =>
        $"""
        SELECT tool_name, COUNT(*), SUM(COUNT(*)) OVER () FROM tool_calls WHERE {scope.Sql} GROUP BY tool_name ORDER BY COUNT(*) DESC, tool_name LIMIT 10
        """;
}
