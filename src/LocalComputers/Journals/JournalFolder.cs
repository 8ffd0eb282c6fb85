using System.IO.Enumeration;
using LocalComputers.Files;

namespace LocalComputers.Journals;

/// <summary>The folder in which the journals of a backend lie side by side.</summary>
internal static class JournalFolder
{
    /// <summary>The names of the files in the folder; none if there is no folder.</summary>
    public static IReadOnlyList<string> NamesIn(string folder) => Directory.Exists(folder)
        ? [.. new FileSystemEnumerable<string>(folder, static (ref FileSystemEntry entry) => entry.FileName.ToString())]
        : [];

    /// <summary>Removes the files of some journals by one look into the folder, however many journals there are.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    /// <param name="ids">The ids with which the names of the journals' files begin.</param>
    /// <returns>What could not be removed, and why, for a log; null when all is gone.</returns>
    public static string? Remove(string folder, IReadOnlySet<string> ids)
    {
        string? left = null;
        foreach (var name in NamesIn(folder).Where(name => ids.Contains(Path.GetFileNameWithoutExtension(name))))
        {
            left = FileTree.Remove(Path.Combine(folder, name)) ?? left;
        }

        return left;
    }

    /// <summary>Removes what an earlier process left, except for the journals that are kept.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    /// <param name="isKept">Whether a journal is kept; it is told the id with which the names of the journal's files begin.</param>
    /// <returns>What could not be removed, and why, for a log; null when all is gone.</returns>
    public static string? RemoveLeftovers(string folder, Func<string, bool> isKept)
    {
        string? left = null;
        foreach (var file in Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [])
        {
            // A ring that is left belongs to a command that a crash has cut off; nobody can use it.
            if (Path.GetExtension(file) == ".ring" || !isKept(Path.GetFileNameWithoutExtension(file)))
            {
                left = FileTree.Remove(file) ?? left;
            }
        }

        return left;
    }
}
