using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LocalComputers.Files;
using LocalComputers.Processes;

namespace LocalComputers.Isolation;

/// <summary>Makes of a program on the host the same program inside bubblewrap.</summary>
/// <remarks>
/// Bubblewrap's outer process ends when the program does, with its exit code (128 + n after signal n). Process 1 of the namespace is
/// bubblewrap too: it stays while background processes live, cannot be ended from inside, and takes all of them with it when it is killed.
/// </remarks>
/// <param name="program">Where bubblewrap is on the host.</param>
/// <param name="etc">The files of <c>/etc</c> that are not the host's.</param>
/// <param name="filterFile">Where the <see cref="SystemCallFilter"/> is written.</param>
/// <param name="allowNetwork">Whether the network is the host's; else there is only a loopback interface of the command's own.</param>
/// <param name="visiblePaths">Further files and folders of the host that are seen.</param>
/// <param name="names">The names of the isolated host and of the door's own places in it.</param>
internal sealed class Bubblewrap(string program, EtcFolder etc, string filterFile, bool allowNetwork, IReadOnlyList<string> visiblePaths, HostNames names)
{
    // Bubblewrap writes a line with this to its status descriptor when the program that it was given has ended; if it could not start
    // the program, bubblewrap ends without that line.
    private const string StatusOfEnd = "\"exit-code\"";

    // Files of /proc that show the host's keys and log, whatever the namespaces.
    private static readonly string[] SecretKernelFiles =
        ["/proc/kcore", "/proc/key-users", "/proc/keys", "/proc/kmsg", "/proc/latency_stats", "/proc/sched_debug", "/proc/timer_list"];

    // SIGTERM is for the command, which may have a trap for it. Bubblewrap must not die of the signal, because it has to tell how the command ended.
    private static readonly string[] Deaf = ["--ignore-signal=TERM"];
    private static readonly string[] Hearing = ["/usr/bin/env", "--default-signal=TERM"];

    // On a terminal, bubblewrap is in the group of processes to which the terminal sends its signals.
    private static readonly string[] DeafToTerminal = ["--ignore-signal=TERM,HUP,INT,QUIT,TSTP"];
    private static readonly string[] HearingTerminal = ["/usr/bin/env", "--default-signal=TERM,HUP,INT,QUIT,TSTP"];

    // Bubblewrap's own words name places of the host: they go where its status goes, and the command's standard error waits on a descriptor
    // of its own until the program inside takes it back.
    private const int CommandsErrors = PosixSpawn.SecondInputDescriptor + 1;
    private static readonly string[] SpeakingAside = ["-c", $"exec \"$@\" {CommandsErrors}>&2 2>&{PosixSpawn.ReportDescriptor}", "sh"];
    private static readonly string[] SpeakingUp = ["/bin/sh", "-c", $"exec \"$@\" 2>&{CommandsErrors} {CommandsErrors}>&-", "sh"];

    private static readonly string[] Namespaces =
        ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"];

    // The kernel lets root write to its settings without any capability, so they must be read-only.
    private static readonly string[] KernelFiles =
    [
        "--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev",
        .. SecretKernelFiles.Where(File.Exists).SelectMany(file => (string[])["--ro-bind", "/dev/null", file]),
    ];

    private static readonly string[] Descriptors =
    [
        "--json-status-fd", PosixSpawn.ReportDescriptor.ToString(CultureInfo.InvariantCulture),
        "--seccomp", PosixSpawn.InputDescriptor.ToString(CultureInfo.InvariantCulture),
    ];

    private static readonly string[] VariablesFromFile = ["--args", PosixSpawn.SecondInputDescriptor.ToString(CultureInfo.InvariantCulture)];

    private readonly InsidePaths _inside = new(names);

    /// <summary>Why bubblewrap did not start a command, in its own words or in the prelude's.</summary>
    /// <param name="report">What was written to the report descriptor: those words, and the lines of bubblewrap's status.</param>
    public static string Explain(string report) =>
        string.Join(' ', report.Split('\n').Where(line => !line.StartsWith('{'))) is { Length: > 0 } words ? words : "bubblewrap ended without a word";

    /// <summary>Writes the files that bubblewrap reads. Call it before the first command.</summary>
    public void Prepare()
    {
        etc.Write();
        File.WriteAllBytes(filterFile, SystemCallFilter.For(RuntimeInformation.ProcessArchitecture)!);
    }

    /// <summary>What a file must hold for a program to find these variables inside.</summary>
    public static byte[] Variables(IEnumerable<KeyValuePair<string, string>> variables) =>
        Encoding.UTF8.GetBytes(string.Concat(variables.Select(variable => $"--setenv\0{variable.Key}\0{variable.Value}\0")));

    /// <summary>Refuses a program that can't be there inside, whatever links there lead to.</summary>
    /// <param name="fileName">Its name or path.</param>
    /// <param name="workingDirectory">The working directory, inside.</param>
    /// <param name="path">The PATH that it is searched on.</param>
    /// <param name="folder">The computer's files.</param>
    /// <exception cref="ProcessStartException">There is no such program.</exception>
    public void RefuseMissing(string fileName, string workingDirectory, string path, ComputerFolder folder)
    {
        string[] candidates = fileName.Contains('/', StringComparison.Ordinal) ? [fileName] : [.. path.Split(':').Select(place => Path.Combine(place, fileName))];
        if (!candidates.Any(candidate => IsThere(_inside.OnTheHost(Path.Combine(workingDirectory, candidate), folder))))
        {
            throw new ProcessStartException($"Cannot start '{fileName}': no such program{(candidates is [_] ? "" : $" in the PATH '{path}'")}.") { IsCallersFault = true };
        }
    }

    private static bool IsThere(string file) => File.Exists(file) || new FileInfo(file).LinkTarget is not null;

    /// <param name="start">What would run on the host.</param>
    /// <param name="folder">The files of the computer that it runs on.</param>
    /// <param name="hostPaths">Files and folders of the host that this command reads.</param>
    /// <param name="inside">What counts inside only; null for a command, whose working directory lies in the workspace.</param>
    /// <exception cref="ProcessStartException">The workspace, the folder for temporary files or the login folder is no folder any more.</exception>
    public ProcessStart Wrap(ProcessStart start, ComputerFolder folder, IReadOnlyList<string> hostPaths, InsideStart? inside = null)
    {
        RefuseLinks(folder);
        var (deaf, hearing) = start.Terminal is null ? (Deaf, Hearing) : (DeafToTerminal, HearingTerminal);
        return start with
        {
            FileName = "/bin/sh",
            Arguments =
            [
                .. SpeakingAside, "/usr/bin/env", .. deaf, program,
                .. Descriptors,
                .. Namespaces, "--hostname", names.Word, "--cap-drop", "ALL",
                .. allowNetwork ? (string[])[] : ["--unshare-net"],
                .. HostFiles.System(),
                .. etc.Arguments(),
                .. KernelFiles,
                .. Own(folder),
                .. HostFiles.Tools(start.Environment.GetValueOrDefault("PATH", ""), _inside),
                .. visiblePaths.Concat(hostPaths).SelectMany(HostFiles.ReadOnly),
                "--remount-ro", "/",
                "--chdir", inside?.WorkingDirectory ?? InsidePaths.OfWorkingDirectory(start.WorkingDirectory, folder),
                .. inside?.VariablesFile is null ? (string[])[] : VariablesFromFile,
                "--", .. SpeakingUp, .. hearing, start.FileName, .. start.Arguments,
            ],
            // Bubblewrap changes to the working directory inside the isolation. On the host the path may lead through links that the computer has made.
            WorkingDirectory = "/",
            WorkingFolder = null,
            Environment = new Dictionary<string, string>(start.Environment) { ["HOME"] = _inside.Home, ["TMPDIR"] = InsidePaths.Temp },
            InputFile = filterFile,
            SecondInputFile = inside?.VariablesFile,
            OwnSessionKeyring = true,
            ProofOfStart = StatusOfEnd,
        };
    }

    private string[] Own(ComputerFolder folder) =>
    [
        "--bind", folder.Temp, InsidePaths.Temp,
        "--symlink", "../tmp", "/var/tmp",
        "--bind", folder.Home, _inside.Home,
        // A folder on which something is mounted can't be renamed. Otherwise a command could put a link in place of its workspace, and the
        // next command would get as its workspace the folder of the host that the link leads to.
        "--bind", folder.Workspace, _inside.HomeWorkspace,
        "--bind", folder.Workspace, InsidePaths.Workspace,
        "--ro-bind-try", folder.Login, _inside.Login,
    ];

    // A command that ran without isolation, on the same data directory, may have left links in place of the computer's own folders.
    private static void RefuseLinks(ComputerFolder folder)
    {
        var root = RealPath.Of(folder.Root);
        foreach (var own in (string[])[folder.Workspace, folder.Temp, folder.Login])
        {
            if (root is null || RealPath.Of(own) != Path.Combine(root, Path.GetRelativePath(folder.Root, own)))
            {
                throw new ProcessStartException($"'{own}' is not a folder, or lies behind a link; it cannot be shown to an isolated command.")
                {
                    ForCallers = $"The computer's folder '{Path.GetFileName(own)}' is not a folder, or lies behind a link; it cannot be shown to an isolated command.",
                };
            }
        }
    }
}
