namespace LocalComputers.Files;

/// <summary>A folder with all that lies in it, whatever that is. Nothing that somebody has put there makes a call fail.</summary>
internal static class FileTree
{
    /// <summary>Removes a folder with all that is in it, or a file or link of that name. It takes as long as there are files.</summary>
    /// <returns>What stays because it could not be removed, and why, for a log; null when all is gone.</returns>
    public static string? Remove(string path) => DirectoryCalls.AreAvailable ? TreeRemoval.Remove(path) : PortableTree.Remove(path);

    /// <summary>What a folder takes on the disk. It takes as long as there are files.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>In bytes; 0 when there is no such folder, null when it can't be told.</returns>
    public static long? Measure(string path, CancellationToken cancellationToken) =>
        DirectoryCalls.AreAvailable ? TreeSize.Measure(path, cancellationToken) : PortableTree.Measure(path, cancellationToken);
}
