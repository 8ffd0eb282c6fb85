using LocalComputers.Files;
using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>The environment that every process of a computer starts with. Nothing of the host's environment is in it, least of all the host's API keys.</summary>
internal static class ComputerEnvironment
{
    public const string DefaultPath = ProgramSearch.StandardPath;

    // .NET reads the list of all users each time.
    private static readonly string User = Environment.UserName;

    public static IReadOnlyDictionary<string, string> Of(string computerId, ComputerFolder folder, string path, HostNames names) => new Dictionary<string, string>
    {
        ["HOME"] = folder.Home,
        ["LANG"] = "C.UTF-8",
        ["LOGNAME"] = User,
        ["PATH"] = path,
        ["SHELL"] = "/bin/bash",
        ["TERM"] = "dumb",
        ["TMPDIR"] = folder.Temp,
        ["USER"] = User,
        [names.ComputerMarker] = computerId,
    };
}
