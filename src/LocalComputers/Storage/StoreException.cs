using Microsoft.Data.Sqlite;

namespace LocalComputers.Storage;

/// <summary>The data directory or its database can't be used; the message names the path, says what is wrong, and what to do.</summary>
internal sealed class StoreException(string message, Exception? inner = null, bool isFull = false) : IOException(message, inner)
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CantOpen = 14;
    private const int NotADatabase = 26;
    private const int NoRoomForIndex = 4_874;
    // ENOSPC, and EDQUOT on Linux and on macOS, which .NET passes on.
    private const int NoSpaceLeft = 28;
    private const int QuotaUsedUpOnLinux = 122;
    private const int QuotaUsedUpOnMac = 69;

    /// <summary>The message without a path of the host, for the callers of the API.</summary>
    public string ForCallers => IsFull
        ? "The disk of the backend is full, and nothing of this was stored. Make room and try again; the backend's log names the place."
        : "The backend can't read or write what it keeps; the backend's log tells more.";

    /// <summary>Whether the only reason is a full disk. Everything works again as soon as there is room.</summary>
    public bool IsFull => isFull;

    /// <summary>What a failure of SQLite means for the file of a database; null if the file is not the reason.</summary>
    public static StoreException? Of(SqliteException e, string path) => (e.SqliteErrorCode, e.SqliteExtendedErrorCode) switch
    {
        (Full, _) or (_, NoRoomForIndex) => new($"The disk is full: '{path}' can't grow. Nothing of this was stored; make room and try again.", e, isFull: true),
        (Corrupt or NotADatabase, _) => Damaged(path, e.Message, e),
        (Busy, _) => new($"The database '{path}' is locked by another program. Close it and try again.", e),
        (ReadOnly or CantOpen or IoError, _) => new($"The database '{path}' can't be read or written: {e.Message}. See to it that this user may do both, and that the disk is well.", e),
        _ => null,
    };

    /// <summary>Whether a failure means that the disk is full.</summary>
    public static bool MeansFullDisk(Exception e) =>
        e is StoreException { IsFull: true } || (e is IOException && e.HResult is NoSpaceLeft or QuotaUsedUpOnLinux or QuotaUsedUpOnMac);

    /// <summary>The exception for another file than the database that could not be written.</summary>
    public static StoreException OfFile(string path, Exception e) => MeansFullDisk(e)
        ? new($"The disk is full: '{path}' can't be written. Nothing of this was stored; make room and try again.", e, isFull: true)
        : new($"'{path}' can't be written: {e.Message} See to it that this user may do so, and that the disk is well.", e);

    public static StoreException Damaged(string path, string how, Exception? inner = null) =>
        new($"The database '{path}' is damaged, and was left as it is: {how}. Put back a copy of it, or give the backend another data directory.", inner);
}
