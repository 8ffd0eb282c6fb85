using Microsoft.Data.Sqlite;

namespace LocalComputers.Storage;

/// <summary>The file of a store. It is created completely or not at all, and checked before anything is written to it.</summary>
internal static class DatabaseFile
{
    private const int SmallestDatabase = 512;

    // How large the log becomes before SQLite writes it into the database: 512 KiB. On a full disk that takes as much room at most, so it must be clearly
    // less than the reserve. With SQLite's 4 MiB the first deletion would use up the reserve, and every further one would be refused.
    private const int PagesOfLog = 128;

    // More than a log of ordinary size, so that the log is not cut each time.
    private const int MostIdleLog = 8 * 1024 * 1024;

    /// <summary>Makes sure that the file is a sound database that this version can use.</summary>
    /// <param name="path">The file; it is created if it is missing.</param>
    /// <param name="newest">The highest version that this backend knows.</param>
    /// <exception cref="StoreException">The database is damaged, or of a newer version.</exception>
    public static void Prepare(string path, int newest)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        // Read-only, because closing a connection that may write would write, even to a file that was refused.
        using var connection = Connect(path, SqliteOpenMode.ReadOnly);
        var session = new StoreSession(connection, null, null);
        if (FlawOf(path, session) is { } flaw)
        {
            throw StoreException.Damaged(path, flaw);
        }

        var version = session.QuerySingle("PRAGMA user_version", row => row.GetInt32(0));
        if (version > newest)
        {
            throw new StoreException(
                $"The database '{path}' is of version {version}, from a newer version of this backend; this one knows versions up to {newest}. "
                + "It was left as it is. Use the newer one, or another data directory.");
        }
    }

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            ForeignKeys = true,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            // This is a setting of the connection and not of the file. With the write-ahead log it protects against the death of the process.
            var session = new StoreSession(connection, null, null);
            session.Execute("PRAGMA synchronous = NORMAL");
            session.Execute($"PRAGMA wal_autocheckpoint = {PagesOfLog}");
            // The log grows while a long read keeps its state. When the log begins anew, it is cut to this size, so that the disk gets the room back.
            session.Execute($"PRAGMA journal_size_limit = {MostIdleLog}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string? FlawOf(string path, StoreSession session)
    {
        var length = new FileInfo(path).Length;
        var isAlone = new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 };
        // SQLite would take the first bytes of a database for an empty database and fill it, and would read the missing part of a page as zeros.
        if (length < SmallestDatabase || (isAlone && length % session.QuerySingle("PRAGMA page_size", row => row.GetInt64(0)) != 0))
        {
            return "its end is missing";
        }

        var flaws = session.Query("PRAGMA quick_check(3)", row => row.GetString(0));
        return flaws is ["ok"] ? null : string.Join("; ", flaws).ReplaceLineEndings(" ");
    }

    private static void Create(string path)
    {
        if (File.Exists(path + "-wal"))
        {
            throw new StoreException(
                $"The database '{path}' is missing, but its log '{path}-wal' is there, and was left as it is. Put the database back beside it, or move the log away.");
        }

        // The file has another name until it is complete, so that a crash leaves no empty database, which could as well be the rest of a full one.
        var draft = path + ".new";
        foreach (var leftover in (string[])[draft, draft + "-wal", draft + "-shm"])
        {
            File.Delete(leftover);
        }

        // SQLite gives its other files the mode of this one.
        using (new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
        }

        using (var connection = Connect(draft, SqliteOpenMode.ReadWrite))
        {
            var session = new StoreSession(connection, null, null);
            if (session.QuerySingle("PRAGMA journal_mode = WAL", row => row.GetString(0)) != "wal")
            {
                throw new StoreException($"The file system of '{path}' can't keep SQLite's write-ahead log. Give the backend a data directory on a local disk.");
            }
        }

        File.Move(draft, path);
    }
}
