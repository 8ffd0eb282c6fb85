using System.Text;

namespace LocalComputers.Files;

/// <summary>Tells what is in a workspace. Nothing here follows a link out of it.</summary>
internal static class WorkspaceListing
{
    /// <summary>What is at a path, also through links that stay inside; null if nothing is there.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The path, relative to the workspace.</param>
    /// <exception cref="WorkspaceFileException">The disk does not tell.</exception>
    public static FoundEntry? Find(ComputerFolder folder, string path)
    {
        try
        {
            using var place = WorkspacePlace.Of(folder, path);
            return place.Look() is { } facts ? FoundEntry.Of(path is "" ? "." : path, facts) : null;
        }
        catch (WorkspaceFileException e) when (e.Fault is FileFault.NotThere or FileFault.BadName)
        {
            return null;
        }
    }

    /// <summary>The entries of a folder, in the order of the bytes of their paths. A link is an entry; what it leads to is not.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The folder's path, relative to the workspace; empty for the workspace.</param>
    /// <param name="recurses">Whether the folders in it are gone through too.</param>
    /// <param name="most">How many entries there may be.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="WorkspaceFileException">There is no such folder, or it has too many entries.</exception>
    public static IReadOnlyList<FoundEntry> List(ComputerFolder folder, string path, bool recurses, int most, CancellationToken cancellationToken)
    {
        using var place = WorkspacePlace.Of(folder, path);
        using var tree = new SortedTree(place, recurses, most);
        var entries = new List<FoundEntry>();
        while (tree.MoveNext(cancellationToken))
        {
            entries.Add(FoundEntry.Of(Below(path, tree.Path), tree.Facts));
        }

        return entries;
    }

    /// <summary>The path of an entry, relative to the workspace.</summary>
    /// <param name="folder">The path of the folder in which it was found; empty for the workspace.</param>
    /// <param name="path">Its path below that folder.</param>
    public static string Below(string folder, byte[] path) =>
        folder is "" or "." ? Encoding.UTF8.GetString(path) : $"{folder.TrimEnd('/')}/{Encoding.UTF8.GetString(path)}";
}
