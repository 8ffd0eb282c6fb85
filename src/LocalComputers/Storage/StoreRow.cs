using System.Data.Common;

namespace LocalComputers.Storage;

/// <summary>Reads what the store writes: texts that may be missing, and times, which are milliseconds of the Unix epoch.</summary>
internal static class StoreRow
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
