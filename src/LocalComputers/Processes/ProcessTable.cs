using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LocalComputers.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>The processes of this machine, read from <c>/proc</c>. Where there is none it finds nothing, and says so once.</summary>
internal sealed class ProcessTable
{
    private const int SmallestBuffer = 4096;
    private const int ListBuffer = 32 * 1024;

    private readonly string _root;
    private long _opened;

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

    /// <summary>How many files of processes were opened; a list of the open files of a process counts as one.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>Told of each file of a process that is opened, by the id of the process; null for nobody.</summary>
    public Action<int>? Opening { get; set; }

    /// <summary>Every process that is visible to us, without zombies.</summary>
    public IReadOnlyList<ProcessStat> Snapshot() =>
        [.. List().Select(listed => Find(listed.Id)).OfType<ProcessStat>().Where(process => !process.IsZombie)];

    /// <summary>The process with this id now, zombie or not; null when there is none.</summary>
    public ProcessStat? Find(int processId)
    {
        var line = Read(processId, "stat");
        // The name of a program may be any bytes; all that is parsed is ASCII.
        return line.Length == 0 ? null : ProcessStat.Parse(Encoding.Latin1.GetString(line));
    }

    /// <summary>When a process started, to about a hundredth of a second.</summary>
    public DateTimeOffset StartedAt(ProcessStat process)
    {
        var uptime = File.ReadAllText(Path.Combine(_root, "uptime"));
        var seconds = double.Parse(uptime.AsSpan(0, uptime.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        var startedAfter = (double)process.StartTime / LibC.sysconf(LibC.SC_CLK_TCK);
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

    /// <summary>The process's working directory, its root and its open files, as far as they can be told; nothing when it is gone.</summary>
    public IReadOnlyList<string> FilesOf(int processId) =>
        [.. OpenFilesOf(processId).Append(PathOf(processId, "cwd")).Append(PathOf(processId, "root")).Select(TargetOf).OfType<string>()];

    private string[] OpenFilesOf(int processId)
    {
        CountOpened(processId);
        try
        {
            return Directory.GetFiles(PathOf(processId, "fd"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void CountOpened(int processId)
    {
        Interlocked.Increment(ref _opened);
        Opening?.Invoke(processId);
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The ids of all processes that are visible to us, zombies too, each with the number that tells it from others that have had its id.</summary>
    public IReadOnlyList<ListedProcess> List()
    {
        if (!IsAvailable)
        {
            return [];
        }

        if (!DirectoryCalls.AreAvailable)
        {
            return [.. Directory.EnumerateDirectories(_root).Select(directory => IdOf(Path.GetFileName(directory.AsSpan()))).OfType<int>().Select(id => new ListedProcess(id, 0))];
        }

        if (DirectoryCalls.OpenFolder(DirectoryCalls.WorkingDirectory, Encoding.UTF8.GetBytes(_root), out var folder) is not 0 and var error)
        {
            throw new DirectoryNotFoundException($"'{_root}' can't be opened (error {error}).");
        }

        using (folder)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(ListBuffer);
            List<ListedProcess> listed = [];
            for (int count; (count = DirectoryCalls.ReadEntries(folder, buffer)) > 0;)
            {
                for (ReadOnlySpan<byte> bytes = buffer.AsSpan(0, count); bytes.Length > 0;)
                {
                    if (FolderEntry.TakeNumber(ref bytes, out var number, out var name) && Utf8Parser.TryParse(name, out int id, out var length) && length == name.Length)
                    {
                        listed.Add(new(id, number));
                    }
                }
            }

            ArrayPool<byte>.Shared.Return(buffer);
            return listed;
        }
    }

    private static int? IdOf(ReadOnlySpan<char> name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    // By three system calls: a look at the table does this for every process, and .NET's own way makes twice as many.
    private byte[] Read(int processId, string file)
    {
        if (!IsAvailable)
        {
            return [];
        }

        CountOpened(processId);
        using var opened = new SafeFileHandle(LibC.open(PathOf(processId, file), LibC.O_RDONLY | LibC.O_CLOEXEC), ownsHandle: true);
        var buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
        var length = 0;
        nint count = 0;
        while (!opened.IsInvalid && (count = ReadInto(opened, buffer, length)) > 0)
        {
            length += (int)count;
            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }

        // It ended since it was listed, or it is another user's.
        var read = opened.IsInvalid || count < 0 ? [] : buffer[..length];
        ArrayPool<byte>.Shared.Return(buffer);
        return read;
    }

    private static unsafe nint ReadInto(SafeFileHandle file, byte[] buffer, int offset)
    {
        fixed (byte* start = &buffer[offset])
        {
            return LibC.read(file, start, (nuint)(buffer.Length - offset));
        }
    }

    private string PathOf(int processId, string file) => Path.Combine(_root, processId.ToString(CultureInfo.InvariantCulture), file);
}
