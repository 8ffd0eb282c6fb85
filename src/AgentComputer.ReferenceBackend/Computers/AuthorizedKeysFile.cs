using LocalComputers.Files;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>The file in a home that tells an SSH server whose keys may log in.</summary>
internal static class AuthorizedKeysFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file into the home of a computer on which nothing runs. What a snapshot has in its place goes.</summary>
    public static void Write(string home, IReadOnlyList<string> keys)
    {
        var folder = new DirectoryInfo(Path.Combine(home, ".ssh"));
        if (!folder.Exists || folder.LinkTarget is not null)
        {
            // A link would lead out of the home.
            FileTree.Remove(folder.FullName);
        }

        // SSH servers refuse a file that others may write.
        Directory.CreateDirectory(folder.FullName, Private | UnixFileMode.UserExecute);
        var path = Path.Combine(folder.FullName, "authorized_keys");
        FileTree.Remove(path);
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private });
        using var writer = new StreamWriter(file);
        writer.NewLine = "\n";
        foreach (var key in keys)
        {
            writer.WriteLine(key);
        }
    }
}
