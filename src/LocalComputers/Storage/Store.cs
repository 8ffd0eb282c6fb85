using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Storage;

/// <summary>The backend's facts, in one SQLite database. One connection behind one lock: its work is measured in microseconds.</summary>
internal sealed class Store : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly ReserveFile? _reserve;
    private readonly ILogger _logger;

    private Store(SqliteConnection connection, string path, ReserveFile? reserve, ILogger? logger)
    {
        _logger = logger ?? NullLogger.Instance;
        _connection = connection;
        _path = path;
        _reserve = reserve;
    }

    /// <summary>Whether what is stored outlives this process.</summary>
    public bool IsFile => _reserve is not null;

    /// <param name="schema">Its tables.</param>
    /// <param name="logger">Told of actions that fail after their change was stored; null for nobody.</param>
    public static Store InMemory(Schema schema, ILogger? logger = null)
    {
        var store = new Store(DatabaseFile.Connect(":memory:", SqliteOpenMode.Memory), "in memory", reserve: null, logger);
        schema.Migrate(store);
        return store;
    }

    /// <summary>
    /// Opens a database file, or makes a new one. What was stored in it is there again after this process was killed; after the machine
    /// has died, the latest of it may be missing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">Its tables.</param>
    /// <param name="logger">Told of actions that fail after their change was stored; null for nobody.</param>
    /// <exception cref="StoreException">It can't be read or written, is damaged, or comes from a newer version. It is left as it is.</exception>
    public static Store Open(string path, Schema schema, ILogger? logger = null)
    {
        try
        {
            DatabaseFile.Prepare(path, schema.Version);
            var store = new Store(DatabaseFile.Connect(path, SqliteOpenMode.ReadWrite), path, new(path + "-reserve"), logger);
            try
            {
                schema.Migrate(store);
                store.KeepReserve();
                return store;
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }
        catch (SqliteException e) when (StoreException.Of(e, path) is { } failure)
        {
            throw failure;
        }
    }

    /// <exception cref="InvalidOperationException">This thread is within another read or change: use its session.</exception>
    public T Read<T>(Func<StoreSession, T> query)
    {
        RefuseNesting("read");
        try
        {
            lock (_lock)
            {
                return query(new(_connection, null, null));
            }
        }
        catch (SqliteException e) when (StoreException.Of(e, _path) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>
    /// Does all of it or, if it throws, none. What <see cref="StoreSession.OnCommitted"/> has asked for is done afterwards: if an action fails, the
    /// change is stored all the same, so the failure is logged instead of thrown.
    /// </summary>
    /// <exception cref="StoreException">The disk is full, for example.</exception>
    /// <exception cref="InvalidOperationException">This thread is within another read or change: use its session.</exception>
    public T Write<T>(Func<StoreSession, T> change)
    {
        RefuseNesting("changed");
        var committed = new List<Action>();
        T result;
        try
        {
            lock (_lock)
            {
                using var transaction = _connection.BeginTransaction();
                result = change(new(_connection, transaction, committed));
                transaction.Commit();
            }
        }
        catch (SqliteException e) when (StoreException.Of(e, _path) is { } failure)
        {
            throw failure;
        }

        committed.ForEach(Run);
        return result;
    }

    public void Write(Action<StoreSession> change) => Write(session =>
    {
        change(session);
        return true;
    });

    /// <summary>
    /// The same for a change after which files are removed. On a full disk it may use the room of the reserve, since even a deletion takes room
    /// in the database's log; <see cref="KeepReserve"/> takes that room again.
    /// </summary>
    /// <exception cref="StoreException">The reserve is used up too, for example.</exception>
    public T WriteMakingRoom<T>(Func<StoreSession, T> change)
    {
        try
        {
            return Write(change);
        }
        catch (StoreException e) when (e.IsFull && _reserve?.Release() == true)
        {
            return Write(change);
        }
    }

    public void WriteMakingRoom(Action<StoreSession> change) => WriteMakingRoom(session =>
    {
        change(session);
        return true;
    });

    /// <summary>Takes the room of the reserve again, if it was given up and there is room now.</summary>
    public void KeepReserve() => _reserve?.Keep();

    private void RefuseNesting(string verb)
    {
        if (_lock.IsHeldByCurrentThread)
        {
            throw new InvalidOperationException(
                $"The store can't be {verb} within another read or change: use the session of the outer one, or OnCommitted for what comes after it.");
        }
    }

    private void Run(Action committed)
    {
        try
        {
            committed();
        }
        catch (Exception e)
        {
            StoreLog.ActionFailed(_logger, e);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _connection.Dispose();
        }
    }
}
