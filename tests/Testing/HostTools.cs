using System.Collections.Concurrent;
using System.Diagnostics;

namespace Testing;

/// <summary>The real programs of the machine that runs the tests, as a computer with an empty environment can use them.</summary>
internal static class HostTools
{
    private static readonly ConcurrentDictionary<string, string?> Folders = new();
    private static readonly string[] SystemFolders = ["/usr/bin", "/bin"];

    /// <summary>The folder in which a tool works, or null.</summary>
    public static string? FolderOf(string tool) => Folders.GetOrAdd(tool, static name =>
        Candidates(name).FirstOrDefault(folder => WorksAlone(name, folder)));

    /// <summary>A PATH on which the tools are found.</summary>
    public static string[] PathFor(IEnumerable<string> tools) =>
        [.. tools.Select(tool => FolderOf(tool)!).Except(SystemFolders), .. SystemFolders];

    private static IEnumerable<string> Candidates(string tool)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            // A shim of a version manager runs only with its user's settings; the manager itself knows the real program.
            if (!File.Exists(Path.Combine(folder, tool)))
            {
                continue;
            }

            yield return folder;
            var rustup = Path.Combine(folder, "rustup");
            if (File.Exists(rustup) && Try(new ProcessStartInfo(rustup, ["which", tool])) is { } path)
            {
                yield return Path.GetDirectoryName(path.Trim())!;
            }
        }
    }

    private static bool WorksAlone(string tool, string folder)
    {
        var home = Directory.CreateTempSubdirectory("flapjack-tools-");
        try
        {
            var start = new ProcessStartInfo(Path.Combine(folder, tool), ["--version"]);
            start.Environment.Clear();
            start.Environment["HOME"] = home.FullName;
            start.Environment["PATH"] = string.Join(':', [folder, .. SystemFolders]);
            return Try(start) is not null;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    // xunit discovers tests synchronously, so this method is synchronous.
    private static string? Try(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
