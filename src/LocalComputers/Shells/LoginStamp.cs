using LocalComputers.Files;

namespace LocalComputers.Shells;

/// <summary>How the files were that a login shell reads, and its working directory, before the shell was started.</summary>
internal sealed class LoginStamp
{
    // A file in the last folder may read others of the first, and most programs put a new file in the place of one that they change.
    private static readonly string[] SystemFiles = ["/etc", "/etc/profile", "/etc/bash.bashrc", ProfileFolder];

    private const string ProfileFolder = "/etc/profile.d";

    private readonly (string Path, Mark Mark)[] _files;
    private readonly string _workingDirectory;
    private readonly (ulong, ulong) _place;

    private LoginStamp((string, Mark)[] files, string workingDirectory)
    {
        _files = files;
        _workingDirectory = workingDirectory;
        _place = PlaceOf(workingDirectory);
    }

    /// <param name="folder">The computer that the shell is for.</param>
    /// <param name="workingDirectory">Where the shell is started.</param>
    public static LoginStamp Of(ComputerFolder folder, string workingDirectory) => new(
        [.. SystemFiles.Concat(FilesIn(ProfileFolder)).Concat(LoginProfile.FilesOf(folder)).Select(path => (path, MarkOf(path)))], workingDirectory);

    /// <summary>Whether all of that is still the same.</summary>
    public bool Holds() => PlaceOf(_workingDirectory) == _place && Array.TrueForAll(_files, file => MarkOf(file.Path) == file.Mark);

    private static string[] FilesIn(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static Mark MarkOf(string path) =>
        DirectoryCalls.LookAt(path, out var facts) == 0 ? new(facts.Identity, facts.Changed, facts.Mode) : default;

    private static (ulong, ulong) PlaceOf(string folder) => DirectoryCalls.LookAt(folder, out var facts) == 0 ? facts.Identity : default;

    /// <summary>What tells whether a file is the same as before; the default for a file that is not there.</summary>
    private readonly record struct Mark((ulong, ulong) Identity, (long, uint) Changed, ushort Mode);
}
