using Microsoft.Data.Sqlite;

namespace Flapjack.ReferenceBackend.Storage;

/// <summary>The backend's facts, in one SQLite database. One connection behind one lock: its work is measured in microseconds.</summary>
internal sealed class Store : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private Store(SqliteConnection connection) => _connection = connection;

    public static Store InMemory()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=True;Pooling=False");
        connection.Open();
        var store = new Store(connection);
        store.Write(Schema.Migrate);
        return store;
    }

    public T Read<T>(Func<StoreSession, T> query)
    {
        lock (_lock)
        {
            return query(new(_connection, null));
        }
    }

    /// <summary>Does all of it or, if it throws, none.</summary>
    public T Write<T>(Func<StoreSession, T> change)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            var result = change(new(_connection, transaction));
            transaction.Commit();
            return result;
        }
    }

    public void Write(Action<StoreSession> change) => Write(session =>
    {
        change(session);
        return true;
    });

    public void Dispose() => _connection.Dispose();
}
