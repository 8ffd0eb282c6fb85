using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Processes;

/// <summary>The processes of this machine, read from <c>/proc</c>. Where there is none it finds nothing, and says so once.</summary>
internal sealed class ProcessTable
{
    private readonly string _root;

    /// <param name="logger">Where a missing table is reported.</param>
    /// <param name="root">Where the table is.</param>
    public ProcessTable(ILogger logger, string root = "/proc")
    {
        _root = root;
        IsAvailable = File.Exists(Path.Combine(root, "self", "stat"));
        if (!IsAvailable)
        {
            ProcessLog.NoProcessTable(logger, root);
        }
    }

    public bool IsAvailable { get; }

    /// <summary>Every process that is visible to us, without zombies.</summary>
    public IReadOnlyList<ProcessStat> Snapshot() =>
        [.. ProcessIds().Select(Find).OfType<ProcessStat>().Where(process => !process.IsZombie)];

    /// <summary>The process with this id now, zombie or not; null when there is none.</summary>
    public ProcessStat? Find(int processId)
    {
        byte[] line = Read(processId, "stat");
        // The name of a program may be any bytes; all that is parsed is ASCII.
        return line.Length == 0 ? null : ProcessStat.Parse(Encoding.Latin1.GetString(line));
    }

    /// <summary>When a process started, to about a hundredth of a second.</summary>
    public DateTimeOffset StartedAt(ProcessStat process)
    {
        string uptime = File.ReadAllText(Path.Combine(_root, "uptime"));
        double seconds = double.Parse(uptime.AsSpan(0, uptime.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        double startedAfter = (double)process.StartTime / LibC.sysconf(LibC._SC_CLK_TCK);
        return TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(seconds - startedAfter);
    }

    /// <summary>What the process was started with; nothing when it is gone, another user's, or has overwritten it to show a title.</summary>
    public ProcessVariables VariablesOf(int processId) => new(Read(processId, "environ"));

    /// <summary>The arguments that the process was started with, its name first; none when it is gone.</summary>
    public IReadOnlyList<string> ArgumentsOf(int processId) =>
        Encoding.UTF8.GetString(Read(processId, "cmdline")) is { Length: > 0 } line ? line.TrimEnd('\0').Split('\0') : [];

    /// <summary>All limits of a process as <c>/proc</c> words them; nothing when it is gone.</summary>
    public byte[] LimitsOf(int processId) => Read(processId, "limits");

    /// <summary>The limits of resident memory, which carry <see cref="LimitMarks"/>; null when the process is gone.</summary>
    public ProcessLimits? ResidentSetLimitsOf(int processId) =>
        ProcessLimits.Parse(Encoding.ASCII.GetString(LimitsOf(processId)), "Max resident set");

    /// <summary>Whether the process has its working directory, its root or an open file in the folder, which is a path without links.</summary>
    public bool UsesFolder(int processId, string folder)
    {
        string process = PathOf(processId, "");
        return IsIn(Path.Combine(process, "cwd"), folder) || IsIn(Path.Combine(process, "root"), folder) || OpenFilesOf(processId).Any(file => IsIn(file, folder));
    }

    private string[] OpenFilesOf(int processId)
    {
        try
        {
            return Directory.GetFiles(PathOf(processId, "fd"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsIn(string link, string folder)
    {
        try
        {
            return new FileInfo(link).LinkTarget is { } target
                && (target == folder || target.StartsWith(folder + "/", StringComparison.Ordinal));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private IEnumerable<int> ProcessIds()
    {
        if (!IsAvailable)
        {
            yield break;
        }

        foreach (string directory in Directory.EnumerateDirectories(_root))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int processId))
            {
                yield return processId;
            }
        }
    }

    private byte[] Read(int processId, string file)
    {
        try
        {
            return File.ReadAllBytes(PathOf(processId, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended since it was listed, or it is another user's.
            return [];
        }
    }

    private string PathOf(int processId, string file) => Path.Combine(_root, processId.ToString(CultureInfo.InvariantCulture), file);
}
