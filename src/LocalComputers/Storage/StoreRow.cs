using System.Data.Common;

namespace LocalComputers.Storage;

/// <summary>Reads columns as the store writes them: texts that may be null, yes or no, and times, which are milliseconds since 1970.</summary>
internal static class StoreRow
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Yes or no, stored as 1 or 0.</summary>
    public static bool Flag(this DbDataReader row, int column) => row.GetInt64(column) != 0;

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
