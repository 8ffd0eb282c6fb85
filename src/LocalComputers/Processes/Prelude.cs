using System.Globalization;

namespace LocalComputers.Processes;

/// <summary>
/// What comes before a command: its process joins its groups and gets its limits, before any code of the computer's user can run. Either a shell does
/// that in the process itself (<see cref="Before"/>); or the process is born in its groups (<see cref="Groups.GroupVisit"/>) and waits at a gate for
/// its limits (<see cref="SetLimitsOf"/>), which saves the time of a shell.
/// </summary>
/// <param name="GroupFiles">The files to write 0 to.</param>
/// <param name="OpenFiles">The limit of open files.</param>
/// <param name="CpuSeconds">The limit of CPU time.</param>
/// <param name="SoftMark">The command's mark, in bytes; see <see cref="LimitMarks"/>. Null for none.</param>
/// <param name="HardMark">The computer's mark, in bytes; null for none.</param>
internal sealed record Prelude(IReadOnlyList<string> GroupFiles, ulong OpenFiles, ulong CpuSeconds, ulong? SoftMark, ulong? HardMark)
{
    /// <summary>Where a failure is told when it has no descriptor of its own; the exit code is 126 then.</summary>
    public const int StandardError = 2;

    private const ulong MostOpenFiles = 65_536;
    private const ulong MostCpuSeconds = 24 * 60 * 60;

    /// <summary>For each of the group files the file by which a thread of this process comes back from that group; null if no thread can visit the groups.</summary>
    public IReadOnlyList<string>? WaysBack { get; init; }

    /// <param name="groupFiles">The files to write 0 to.</param>
    /// <param name="host">What the host may give.</param>
    /// <param name="softMark">The command's mark; null for none.</param>
    /// <param name="hardMark">The computer's mark; null for none.</param>
    public static Prelude Of(IReadOnlyList<string> groupFiles, HostLimits host, ulong? softMark, ulong? hardMark) => new(
        groupFiles, Math.Min(MostOpenFiles, host.OpenFiles), Math.Min(MostCpuSeconds, host.CpuSeconds), softMark, hardMark);

    /// <summary>A start that does this first. The program, its arguments, its environment and its exit code stay what they are.</summary>
    /// <param name="start">The program's own start.</param>
    /// <param name="report">
    /// The descriptor on which a failure is told. It is closed when the program begins, unless it is standard error or the program writes its
    /// proof of start to it.
    /// </param>
    public ProcessStart Before(ProcessStart start, int report) => start with
    {
        FileName = "/bin/sh",
        Arguments = ["-c", Script(report, closes: report != StandardError && start.ProofOfStart is null), "sh", .. GroupFiles, "--", start.FileName, .. start.Arguments],
    };

    /// <summary>Gives the limits to a process that has just been started, and that nobody has waited for.</summary>
    /// <returns>Why the system refused; null if it did not.</returns>
    public unsafe string? SetLimitsOf(int processId)
    {
        var marks = stackalloc ulong[2];
        var done = Set(processId, LibC.RLIMIT_CORE, 0) && Set(processId, LibC.RLIMIT_NOFILE, OpenFiles) && Set(processId, LibC.RLIMIT_CPU, CpuSeconds);
        if (done && (SoftMark is not null || HardMark is not null))
        {
            done = LibC.prlimit(processId, LibC.RLIMIT_RSS, null, marks) == 0;
            (marks[0], marks[1]) = (SoftMark ?? marks[0], HardMark ?? marks[1]);
            done = done && LibC.prlimit(processId, LibC.RLIMIT_RSS, marks, null) == 0;
        }

        return done ? null : LibC.LastErrorText();
    }

    /// <summary>Gives a process that has its limits the mark of another command.</summary>
    /// <returns>False if the system refused.</returns>
    public static unsafe bool SetMarkOf(int processId, ulong softMark)
    {
        var marks = stackalloc ulong[2];
        if (LibC.prlimit(processId, LibC.RLIMIT_RSS, null, marks) != 0)
        {
            return false;
        }

        marks[0] = softMark;
        return LibC.prlimit(processId, LibC.RLIMIT_RSS, marks, null) == 0;
    }

    private static unsafe bool Set(int processId, int resource, ulong value)
    {
        var both = stackalloc ulong[] { value, value };
        return LibC.prlimit(processId, resource, both, null) == 0;
    }

    private string Script(int report, bool closes) =>
        $$"""
        {
        while [ "$1" != -- ]; do echo 0 >"$1" || exit 126; shift; done
        shift
        ulimit -c 0 && ulimit -n {{Text(OpenFiles)}} && ulimit -t {{Text(CpuSeconds)}}{{Mark("S", SoftMark)}}{{Mark("H", HardMark)}} || exit 126
        } 2>&{{report}} || exit 126
        exec "$@"{{(closes ? $" {report}>&-" : "")}}
        """;

    private static string Mark(string kind, ulong? bytes) => bytes is null ? "" : $" && ulimit -{kind} -m {Text(bytes.Value / 1024)}";

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
