using Microsoft.Data.Sqlite;

namespace LocalComputers.Storage;

/// <summary>
/// The connections that read a database file. Each read sees the database as it was at the read's first query, and waits neither for the writer nor
/// for another read: when all connections are in use, a further connection is opened.
/// </summary>
internal sealed class ReaderPool(string path, Action<string>? watch) : IDisposable
{
    // Connections beyond this number are closed after their read. A read keeps a processor busy and waits for nothing, so more are rarely in use at once.
    private static readonly int MostIdle = Math.Max(4, Environment.ProcessorCount);

    private readonly Lock _lock = new();
    private readonly Stack<SqliteConnection> _idle = new();
    private readonly ManualResetEventSlim _nobodyReads = new(initialState: true);
    private int _reading;
    private bool _isClosed;

    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public T Read<T>(Func<StoreSession, T> query)
    {
        Enter();
        SqliteConnection? connection = null;
        try
        {
            connection = TakeIdle() ?? Open();
            // Several queries of one read see the same state of the database.
            using var snapshot = connection.BeginTransaction(deferred: true);
            return query(new(connection, snapshot, null, watch));
        }
        catch (SqliteException)
        {
            // The connection may have seen a file that is no longer there; the next read opens another one.
            connection?.Dispose();
            connection = null;
            throw;
        }
        finally
        {
            Leave(connection);
        }
    }

    /// <summary>Waits until nobody reads, and closes every connection.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        _nobodyReads.Wait();
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }

        lock (_lock)
        {
            // The last read signals within this lock, and may still be within Set when the wait is over.
            _nobodyReads.Dispose();
        }
    }

    private SqliteConnection Open()
    {
        // Not read-only: when such a connection is closed last, it leaves the write-ahead log behind.
        var connection = DatabaseFile.Connect(path, SqliteOpenMode.ReadWrite);
        new StoreSession(connection, null, null).ForbidChanges(true);
        return connection;
    }

    private void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Store));
            _reading++;
            _nobodyReads.Reset();
        }
    }

    private SqliteConnection? TakeIdle()
    {
        lock (_lock)
        {
            return _idle.TryPop(out var connection) ? connection : null;
        }
    }

    private void Leave(SqliteConnection? connection)
    {
        lock (_lock)
        {
            if (connection is not null && _idle.Count < MostIdle)
            {
                _idle.Push(connection);
                connection = null;
            }
        }

        connection?.Dispose();
        lock (_lock)
        {
            if (--_reading == 0)
            {
                _nobodyReads.Set();
            }
        }
    }
}
