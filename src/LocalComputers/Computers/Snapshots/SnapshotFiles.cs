using LocalComputers.Files;
using LocalComputers.Processes;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers.Snapshots;

/// <summary>Copies of computers' files, in a folder for each beside the folders of the computers.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="logger">Told of what could not be removed.</param>
internal sealed class SnapshotFiles(string folder, ILogger logger)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="data">The data directory.</param>
    /// <param name="logger">Told of what could not be removed.</param>
    public static SnapshotFiles In(DataDirectory data, ILogger logger) => new(Path.Combine(data.Path, "snapshots"), logger);

    /// <summary>Copies a computer's home, with the workspace in it, while its processes stand still. Either all of the copy is there afterwards, or nothing.</summary>
    /// <param name="computer">The computer, awake or asleep; it stays as it is.</param>
    /// <param name="id">The id of the new copy.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="WorkspaceFileException">A file can't be read, or the copy can't be written. The inner exception names the file.</exception>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone; also if it goes meanwhile.</exception>
    public Task<SnapshotTaken> TakeAsync(Computer computer, string id, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder, Private);
        return computer.CopyHomeAsync(PathOf(id), cancellationToken);
    }

    /// <summary>Makes a computer's home a copy of a copy, and ends its processes for that. The home is exchanged at once, so it is never a mixture.</summary>
    /// <exception cref="WorkspaceFileException">The copy can't be read or written; the computer has the home that it had.</exception>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone; also if it goes meanwhile.</exception>
    public Task RestoreAsync(string id, Computer computer, CancellationToken cancellationToken) => computer.ReplaceHomeAsync(PathOf(id), cancellationToken);

    /// <summary>Whether there is a copy of that id.</summary>
    public bool Has(string id) => Directory.Exists(PathOf(id));

    /// <summary>Removes a copy. What could not be removed is logged, and the next start tries again.</summary>
    public Task RemoveAsync(string id) => Task.Factory.StartNew(() => Remove(PathOf(id)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Removes what an earlier process has left: copies that it had not finished, and those that nobody knows.</summary>
    /// <param name="kept">The ids of the copies that stay.</param>
    /// <param name="cancellationToken">Ends the removal; the next start goes on with it.</param>
    public Task RemoveLeftoversAsync(IReadOnlySet<string> kept, CancellationToken cancellationToken)
    {
        // They are listed at once: what comes later is no leftover.
        var found = Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        return Task.Factory.StartNew(() => RemoveAllBut(kept, found, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void RemoveAllBut(IReadOnlySet<string> kept, string[] found, CancellationToken cancellationToken)
    {
        foreach (var path in found.Where(path => !kept.Contains(Path.GetFileName(path))))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            Remove(path);
        }
    }

    private string PathOf(string id) => Path.Combine(folder, id);

    private void Remove(string path)
    {
        if (FileTree.Remove(path) is { } left)
        {
            ProcessLog.LeftoversStay(logger, path, left);
        }
    }
}
