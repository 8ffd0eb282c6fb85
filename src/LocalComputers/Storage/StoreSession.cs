using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LocalComputers.Storage;

/// <summary>The statements that a read or a change can run. It is all that the rest of the backend sees of the database.</summary>
internal readonly struct StoreSession(SqliteConnection connection, SqliteTransaction? transaction, List<Action>? committed, Action<string>? watch = null)
{
    private const int ReadOnly = 8;

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = CreateCommand(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads the first row; returns the default value if there is no row.</summary>
    public T? QuerySingle<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = CreateCommand(sql, parameters);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>Reads every row.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = CreateCommand(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Asks for an action after the whole change was stored. The action runs outside of the store's lock, and does not run if the change fails.</summary>
    public void OnCommitted(Action action) =>
        (committed ?? throw new InvalidOperationException("Nothing is committed after a read.")).Add(action);

    /// <summary>Forbids or allows the statements of this connection to change anything.</summary>
    internal void ForbidChanges(bool forbid) => Execute($"PRAGMA query_only = {(forbid ? 1 : 0)}");

    /// <summary>Whether a statement failed because <see cref="ForbidChanges"/> forbids it. Reading a file that can't be written fails with other, extended codes.</summary>
    internal static bool IsRefusedChange(SqliteException e) => e.SqliteExtendedErrorCode == ReadOnly;

    private SqliteCommand CreateCommand(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        watch?.Invoke(sql);
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value switch
            {
                DateTimeOffset time => time.ToUnixTimeMilliseconds(),
                bool flag => flag ? 1 : 0,
                _ => value ?? DBNull.Value,
            });
        }

        return command;
    }
}
