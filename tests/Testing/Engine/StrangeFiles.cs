using System.Diagnostics;

namespace Testing.Engine;

/// <summary>Makes what a command may leave on its computer.</summary>
internal static class StrangeFiles
{
    /// <summary>
    /// Puts a link in the workspace's place that leads to a folder of the backend's own process: to a command it leads nowhere, and so none
    /// can be started.
    /// </summary>
    public const string NoWorkspaceForCommands = "rm -rf ~/workspace; ln -s /proc/self/task/$PPID ~/workspace";

    /// <summary>Nests folders. Each new one is put around those before it: so no path is ever long.</summary>
    public static void MakeDeep(string folder, int levels, string name)
    {
        var (inner, outer) = (Path.Combine(folder, name), Path.Combine(folder, "outer"));
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(inner, "bottom"), "bottom");
        for (var level = 1; level < levels; level++)
        {
            Directory.CreateDirectory(outer);
            Directory.Move(inner, Path.Combine(outer, name));
            Directory.Move(outer, inner);
        }
    }

    /// <summary>Runs a script in a folder.</summary>
    public static string Bash(string folder, string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        bash.ExitCode.Should().Be(0);
        return output;
    }

    /// <summary>What the system's own tool says that a folder takes.</summary>
    public static long DiskUseOf(string folder) => long.Parse(Bash(folder, "du -s --block-size=1 . | cut -f1"), null);
}
