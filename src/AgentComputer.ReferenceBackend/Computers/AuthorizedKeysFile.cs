using LocalComputers.Files;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>The file in a home that tells an SSH server whose keys may log in.</summary>
internal static class AuthorizedKeysFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file into a home in which no process writes.</summary>
    public static void Write(string home, IReadOnlyList<string> keys)
    {
        // In the files of a snapshot, either may be a link that leads to a file of the host.
        var (folder, path) = (Path.Combine(home, ".ssh"), Path.Combine(home, ".ssh", "authorized_keys"));
        _ = FileTree.Remove(WorkspacePath.IsLink(folder) || !Directory.Exists(folder) ? folder : path);
        // SSH servers refuse a file that others may write.
        Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private });
        using var writer = new StreamWriter(file);
        writer.NewLine = "\n";
        foreach (var key in keys)
        {
            writer.WriteLine(key);
        }
    }
}
