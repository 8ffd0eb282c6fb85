namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>The file in a home that tells an SSH server whose keys may log in.</summary>
internal static class AuthorizedKeysFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file into a home in which nothing else has written yet.</summary>
    public static void Write(string home, IReadOnlyList<string> keys)
    {
        // SSH servers refuse a file that others may write.
        var folder = Directory.CreateDirectory(Path.Combine(home, ".ssh"), Private | UnixFileMode.UserExecute);
        using var file = new FileStream(
            Path.Combine(folder.FullName, "authorized_keys"), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private });
        using var writer = new StreamWriter(file);
        writer.NewLine = "\n";
        foreach (var key in keys)
        {
            writer.WriteLine(key);
        }
    }
}
