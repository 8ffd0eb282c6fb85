using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files.Search;

/// <summary>Looks for lines in the files of a workspace: in all of them, also in those whose name begins with a dot.</summary>
internal static class WorkspaceSearch
{
    /// <summary>The first lines that hold what is looked for, in the order of the paths and lines.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">A folder, in which all files are searched, or a file; relative to the workspace.</param>
    /// <param name="pattern">What to look for.</param>
    /// <param name="most">How many lines are told altogether.</param>
    /// <param name="mostEntries">How many entries the folder may have.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="WorkspaceFileException">There is no such file or folder, or the folder has too many entries.</exception>
    /// <exception cref="RegexMatchTimeoutException">The expression takes too long for a line.</exception>
    public static IReadOnlyList<FoundLine> Find(ComputerFolder folder, string path, LinePattern pattern, int most, int mostEntries, CancellationToken cancellationToken)
    {
        using var place = WorkspacePlace.Of(folder, path);
        var facts = place.Look() ?? throw new WorkspaceFileException(FileFault.NotThere);
        var search = new LineSearch(pattern);
        var lines = facts.IsFolder ? InFolder(place, path, search, mostEntries, cancellationToken) : InFile(place, path, search, cancellationToken);
        return [.. lines.Take(most)];
    }

    private static IEnumerable<FoundLine> InFile(WorkspacePlace place, string path, LineSearch search, CancellationToken cancellationToken)
    {
        using var file = OrdinaryFile.OpenToRead(place);
        foreach (var (number, text) in search.LinesOf(file, cancellationToken))
        {
            yield return new(path, number, text);
        }
    }

    private static IEnumerable<FoundLine> InFolder(WorkspacePlace place, string path, LineSearch search, int mostEntries, CancellationToken cancellationToken)
    {
        using var tree = new SortedTree(place, recurses: true, mostEntries);
        while (tree.MoveNext(cancellationToken))
        {
            using var file = OpenOrNull(tree);
            if (file is null)
            {
                continue;
            }

            foreach (var (number, text) in search.LinesOf(file, cancellationToken))
            {
                yield return new(WorkspaceListing.Below(path, tree.Path), number, text);
            }
        }
    }

    /// <summary>The file where the walk is; null if nothing is there to be read: a folder, a pipe, a file that is closed to this user.</summary>
    private static SafeFileHandle? OpenOrNull(SortedTree tree)
    {
        if (!tree.Facts.IsFile || DirectoryCalls.OpenFile(tree.Folder, tree.Name, flags: 0, out var file) != 0)
        {
            return null;
        }

        // A command may have put something else in its place since the look.
        if (DirectoryCalls.Look(file, out var facts) == 0 && facts.IsFile)
        {
            return file;
        }

        file.Dispose();
        return null;
    }
}
