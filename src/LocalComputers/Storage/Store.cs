using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Storage;

/// <summary>
/// The backend's facts, in one database of SQLite. One connection writes, behind a lock. A database in a file is read by other connections, so that a
/// read waits for no change; a database in memory has only the one connection.
/// </summary>
/// <remarks>
/// What another database would need, PostgreSQL for example, lies in this folder: <see cref="Store"/> with its connections, <see cref="DatabaseFile"/>,
/// <see cref="StoreException.Of"/>, and the statement in <see cref="Schema"/> that keeps the version. Everything else uses <see cref="StoreSession"/>,
/// whose types are those of <c>System.Data.Common</c>, and the SQL that both databases understand: <c>$name</c> for parameters (the session can rewrite
/// it), <c>ON CONFLICT</c> instead of <c>INSERT OR IGNORE</c>, <c>coalesce</c> instead of <c>ifnull</c>, no <c>PRAGMA</c>, times as integers, yes and no
/// as 1 and 0, JSON as text. Only <c>ORDER BY rowid</c>, the order in which rows were added, would need a column of its own. The released steps of the
/// schema are SQLite's; another database begins with steps of its own.
/// </remarks>
internal sealed class Store : IDisposable
{
    /// <summary>What is watched when a change begins, beside the statements of the change.</summary>
    public const string Change = "BEGIN IMMEDIATE";

    private readonly Lock _lock = new();
    // The threads that are within a read or a change, where only synchronous code runs. An AsyncLocal would also follow tasks that are started there.
    private readonly ConcurrentDictionary<int, bool> _threadsWithin = new();
    private readonly SqliteConnection _writer;
    private readonly ReaderPool? _readers;
    private readonly string _path;
    private readonly ReserveFile? _reserve;
    private readonly ILogger _logger;
    private readonly Action<string>? _watch;
    private bool _isClosed;
    // Whether the writing connection refuses changes now, because the latest statement of a store in memory was a read.
    private bool _forbidsChanges;

    private Store(SqliteConnection writer, ReaderPool? readers, string path, ReserveFile? reserve, ILogger? logger, Action<string>? watch)
    {
        _watch = watch;
        _logger = logger ?? NullLogger.Instance;
        _writer = writer;
        _readers = readers;
        _path = path;
        _reserve = reserve;
    }

    /// <summary>Whether what is stored outlives this process.</summary>
    public bool IsFile => _reserve is not null;

    /// <param name="schema">Its tables.</param>
    /// <param name="logger">Told of actions that fail after their change was stored; null for nobody.</param>
    /// <param name="watch">Told of every statement before it runs; null for nobody.</param>
    public static Store InMemory(Schema schema, ILogger? logger = null, Action<string>? watch = null)
    {
        var store = new Store(DatabaseFile.Connect(":memory:", SqliteOpenMode.Memory), readers: null, "in memory", reserve: null, logger, watch);
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
    /// <param name="watch">Told of every statement before it runs; null for nobody.</param>
    /// <exception cref="StoreException">It can't be read or written, is damaged, or comes from a newer version. It is left as it is.</exception>
    public static Store Open(string path, Schema schema, ILogger? logger = null, Action<string>? watch = null)
    {
        try
        {
            DatabaseFile.Prepare(path, schema.Version);
            var store = new Store(DatabaseFile.Connect(path, SqliteOpenMode.ReadWrite), new(path, watch), path, new(path + "-reserve"), logger, watch);
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

    /// <summary>Reads one state of a database file that another process may be using. Nothing in it is changed.</summary>
    /// <param name="path">The file, which must be there.</param>
    /// <param name="schema">The tables that this version knows.</param>
    /// <param name="query">Reads.</param>
    /// <exception cref="StoreException">It can't be read, is damaged, or comes from a newer version.</exception>
    public static T ReadFile<T>(string path, Schema schema, Func<StoreSession, T> query)
    {
        try
        {
            DatabaseFile.Prepare(path, schema.Version);
            using var readers = new ReaderPool(path, watch: null);
            return readers.Read(query);
        }
        catch (SqliteException e) when (StoreException.Of(e, path) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Reads one state of the database, however many queries it takes.</summary>
    /// <exception cref="InvalidOperationException">
    /// This thread is within another read or change: use its session. Or one of the statements changes something: use <see cref="Write{T}"/>.
    /// </exception>
    public T Read<T>(Func<StoreSession, T> query) => Alone("read", () =>
    {
        try
        {
            return _readers is null ? ReadFromWriter(query) : _readers.Read(query);
        }
        catch (SqliteException e) when (StoreSession.IsRefusedChange(e))
        {
            throw new InvalidOperationException("A read of the store changes nothing: use Write.", e);
        }
    });

    /// <summary>
    /// Does all of it or, if it throws, none. What <see cref="StoreSession.OnCommitted"/> has asked for is done afterwards: if an action fails, the
    /// change is stored all the same, so the failure is logged instead of thrown.
    /// </summary>
    /// <exception cref="StoreException">The disk is full, for example.</exception>
    /// <exception cref="InvalidOperationException">This thread is within another read or change: use its session.</exception>
    public T Write<T>(Func<StoreSession, T> change)
    {
        var committed = new List<Action>();
        var result = Alone("changed", () =>
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                ForbidChanges(false);
                _watch?.Invoke(Change);
                using var transaction = _writer.BeginTransaction();
                var result = change(new(_writer, transaction, committed, _watch));
                transaction.Commit();
                return result;
            }
        });
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

    private T ReadFromWriter<T>(Func<StoreSession, T> query)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            ForbidChanges(true);
            return query(new(_writer, null, null, _watch));
        }
    }

    private void ForbidChanges(bool forbid)
    {
        // Each switch is a statement, and most reads follow a read.
        if (_forbidsChanges != forbid)
        {
            new StoreSession(_writer, null, null, _watch).ForbidChanges(forbid);
            _forbidsChanges = forbid;
        }
    }

    /// <summary>Refuses a read or change within another one, and says what a failure of the database means for its file.</summary>
    private T Alone<T>(string verb, Func<T> act)
    {
        var thread = Environment.CurrentManagedThreadId;
        if (!_threadsWithin.TryAdd(thread, true))
        {
            throw new InvalidOperationException(
                $"The store can't be {verb} within another read or change: use the session of the outer one, or OnCommitted for what comes after it.");
        }

        try
        {
            return act();
        }
        catch (SqliteException e) when (StoreException.Of(e, _path) is { } failure)
        {
            throw failure;
        }
        finally
        {
            _threadsWithin.TryRemove(thread, out _);
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

    /// <summary>Closes the database when the reads and the change that run have ended. The log of a file goes into the file and is removed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        // The writer is closed last, so that it writes the log into the file.
        _readers?.Dispose();
        lock (_lock)
        {
            _writer.Dispose();
        }
    }
}
