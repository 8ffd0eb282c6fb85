using LocalComputers.Files;

namespace LocalComputers.Isolation;

/// <summary>Where a computer's own files lie inside the isolation, wherever the host keeps them.</summary>
/// <param name="names">What the door calls the places that are its own.</param>
internal sealed class InsidePaths(HostNames names)
{
    public const string Workspace = "/workspace";

    public const string Temp = "/tmp";

    private readonly string[] _taken = [names.Home, Workspace, Temp, "/var/tmp", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/proc", "/dev"];

    public string Home => names.Home;

    public string HomeWorkspace => $"{names.Home}/workspace";

    public string Login => names.Login;

    /// <summary>Whether a path is absolute and can lead to the host's file of that name: it has no other meaning inside.</summary>
    public bool AreFreeAt(string path) =>
        Path.IsPathFullyQualified(path) && Path.GetFullPath(path).TrimEnd('/') is { Length: > 0 } full && !_taken.Any(taken => IsWithin(full, taken) || IsWithin(taken, full));

    /// <summary>Where a folder of the workspace is inside. Links in it are not followed here: inside they may lead elsewhere.</summary>
    /// <param name="workingDirectory">The folder on the host, with or without the links that lead to the workspace itself.</param>
    /// <param name="folder">The computer's files.</param>
    public static string OfWorkingDirectory(string workingDirectory, ComputerFolder folder)
    {
        var workspace = new[] { folder.Workspace, RealPath.Of(folder.Workspace) }.FirstOrDefault(it => it is not null && IsWithin(workingDirectory, it))
            ?? throw new ArgumentException($"'{workingDirectory}' is not inside the workspace.", nameof(workingDirectory));
        return Workspace + workingDirectory[workspace.Length..];
    }

    /// <summary>Where the host keeps a file that a program inside finds at a path, if the file is a computer's own or has the same path on both sides.</summary>
    public string OnTheHost(string path, ComputerFolder folder)
    {
        var full = Path.GetFullPath(path);
        var (inside, outside) = new[] { (HomeWorkspace, folder.Workspace), (Home, folder.Home), (Workspace, folder.Workspace), (Temp, folder.Temp) }
            .FirstOrDefault(place => IsWithin(full, place.Item1), ("", ""));
        return outside + full[inside.Length..];
    }

    private static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/');
}
