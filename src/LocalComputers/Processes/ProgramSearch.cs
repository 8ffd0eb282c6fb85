namespace LocalComputers.Processes;

/// <summary>Finds the program of a <see cref="ProcessStart"/> by the child's own PATH, not the host's.</summary>
internal static class ProgramSearch
{
    /// <summary>The PATH that leads to the system's own programs.</summary>
    public const string StandardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // What execvp searches when there is no PATH.
    private const string DefaultPath = "/bin:/usr/bin";

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program's absolute path.</summary>
    /// <exception cref="ProcessStartException">There is no such program, or no such working directory.</exception>
    public static string Find(ProcessStart start)
    {
        if (!Directory.Exists(start.WorkingDirectory))
        {
            throw new ProcessStartException($"Cannot start '{start.FileName}': there is no directory '{start.WorkingDirectory}'.")
            {
                ForCallers = $"Cannot start '{start.FileName}': its working directory is not there.",
                IsCallersFault = true,
            };
        }

        return start.FileName.Contains('/', StringComparison.Ordinal) ? FindByPath(start) : FindByName(start);
    }

    private static string FindByPath(ProcessStart start)
    {
        var program = Path.GetFullPath(start.FileName, start.WorkingDirectory);
        if (!File.Exists(program))
        {
            throw new ProcessStartException($"Cannot start '{start.FileName}': there is no file '{program}'.")
            {
                ForCallers = $"Cannot start '{start.FileName}': there is no such file.",
                IsCallersFault = true,
            };
        }

        return OperatingSystem.IsWindows() || IsExecutable(program)
            ? program
            : throw new ProcessStartException($"Cannot start '{start.FileName}': Permission denied. The file is not executable: make it so with chmod +x, or start the program that runs it.") { IsCallersFault = true };
    }

    private static string FindByName(ProcessStart start)
    {
        var path = start.Environment.GetValueOrDefault("PATH", DefaultPath);

        // An empty entry means the working directory, as it does to a shell.
        return path.Split(':')
            .Select(directory => Path.GetFullPath(Path.Combine(directory, start.FileName), start.WorkingDirectory))
            .FirstOrDefault(IsExecutable)
            ?? throw new ProcessStartException($"Cannot start '{start.FileName}': no such program in the PATH '{path}'.") { IsCallersFault = true };
    }

    private static bool IsExecutable(string file) =>
        !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
