using LocalComputers.Files;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Storage;

/// <summary>The directory in which a backend keeps its store, its journals, and the files of its computers. It belongs to one backend at a time.</summary>
internal sealed partial class DataDirectory : IDisposable
{
    /// <summary>The name of the file that says which process uses a directory.</summary>
    public const string OwnerFile = "owner";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryLock? _lock;
    private readonly ILogger? _logger;

    private DataDirectory(string path, DirectoryLock? directoryLock, Store store, ILogger? logger = null)
    {
        Path = path;
        _lock = directoryLock;
        Store = store;
        _logger = logger;
    }

    public string Path { get; }

    public Store Store { get; }

    /// <summary>Whether the directory stays when the backend is disposed of.</summary>
    public bool IsKept => _lock is not null;

    /// <summary>A directory that disposing removes: a folder for temporary files, with a store in memory.</summary>
    /// <param name="schema">The tables of its store.</param>
    /// <param name="names">The names of what the engine makes on the host.</param>
    /// <param name="logger">Logs the files that can't be removed then.</param>
    public static DataDirectory Temporary(Schema schema, HostNames names, ILogger logger) =>
        new(Directory.CreateTempSubdirectory(names.Prefix).FullName, null, Store.InMemory(schema, logger), logger);

    /// <summary>Whether a folder is a data directory that stays, wherever it lies and whatever its name is.</summary>
    public static bool StaysAt(string path, HostNames names) => DirectoryLock.IsIn(path, names);

    /// <summary>A directory that stays, with everything that an earlier backend left in it.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="schema">The tables of its store.</param>
    /// <param name="names">The names of what the engine makes on the host.</param>
    /// <param name="logger">Told of actions that fail after a change was stored; null for nobody.</param>
    /// <param name="watch">Told of every statement before it runs; null for nobody.</param>
    /// <exception cref="StoreException">The directory can't be made or written, another backend uses it, or its database can't be used. Nothing in it was overwritten.</exception>
    public static DataDirectory Open(string path, Schema schema, HostNames names, ILogger? logger = null, Action<string>? watch = null)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            // An existing directory keeps its mode. The private files in it have modes of their own.
            Directory.CreateDirectory(path, Private);
            var directoryLock = DirectoryLock.Take(path, names);
            try
            {
                Directory.CreateDirectory(System.IO.Path.Combine(path, "computers"), Private);
                Directory.CreateDirectory(System.IO.Path.Combine(path, "journals"), Private);
                return new(path, directoryLock, Store.Open(System.IO.Path.Combine(path, names.DatabaseFile), schema, logger, watch));
            }
            catch
            {
                directoryLock.Dispose();
                throw;
            }
        }
        catch (IOException e) when (e is not StoreException && StoreException.MeansFullDisk(e))
        {
            throw new StoreException($"The disk of the data directory '{path}' is full: {e.Message} Make room and start again.", e, isFull: true);
        }
        catch (Exception e) when (e is IOException and not StoreException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data directory '{path}' can't be made or written: {e.Message} Name a directory that this user can write.", e);
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        _lock?.Dispose();
        if (!IsKept && Remove(Path) is { } left)
        {
            StoreLog.DataStays(_logger!, Path, left);
        }
    }

    /// <summary>Removes a directory with everything in it.</summary>
    /// <returns>What could not be removed, and why, for a log; null if everything is gone.</returns>
    public static string? Remove(string path)
    {
        // The owner file goes last: without it no later backend would know whose the rest is, and none would try again.
        var left = EntriesOf(path).Where(entry => System.IO.Path.GetFileName(entry) != OwnerFile).Select(FileTree.Remove).OfType<string>().ToList();
        return left.Count > 0 ? left[0] : FileTree.Remove(path);
    }

    private static string[] EntriesOf(string path)
    {
        try
        {
            return Directory.GetFileSystemEntries(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The directory is gone, or a command has closed it.
            return [];
        }
    }
}
