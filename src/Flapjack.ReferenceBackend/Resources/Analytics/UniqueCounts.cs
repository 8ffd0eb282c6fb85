using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Analytics;

/// <summary>
/// How many different people, sessions and threads there were in a period, and on each of its days. A person who comes on two days counts on both days,
/// but once in the period, so the numbers of the days can't be added.
/// </summary>
internal sealed class UniqueCounts
{
    private readonly Dictionary<string, UniqueCount> _days;

    private UniqueCounts(UniqueCount total, Dictionary<string, UniqueCount> days) => (Total, _days) = (total, days);

    public UniqueCount Total { get; }

    public static UniqueCounts Of(StoreSession db, UsageScope scope)
    {
        var rows = db.Query(
            Statement(scope),
            row => (Day: row.TextOrNull(0) ?? "", Count: new UniqueCount(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))),
            scope.Values);
        return new(rows[0].Count, rows.Skip(1).ToDictionary(row => row.Day, row => row.Count, StringComparer.Ordinal));
    }

    /// <summary>The statement. Its first row is the whole period, and each other row is a day.</summary>
    public static string Statement(UsageScope scope) =>
        $"""
        SELECT NULL, COUNT(DISTINCT user_id), COUNT(DISTINCT session_id), COUNT(DISTINCT thread_id) FROM usage_events WHERE {scope.Sql}
        UNION ALL
        SELECT date(at / 86400000 * 86400, 'unixepoch'), COUNT(DISTINCT user_id), COUNT(DISTINCT session_id), COUNT(DISTINCT thread_id)
        FROM usage_events WHERE {scope.Sql} GROUP BY at / 86400000
        """;

    public UniqueCount OfDay(string day) => _days.GetValueOrDefault(day, UniqueCount.Zero);
}
