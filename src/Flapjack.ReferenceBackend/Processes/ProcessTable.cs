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

    /// <summary>The processes that were started with the variable NAME=value in their environment, without zombies.</summary>
    /// <remarks>Also those that left their parent and their session, but not the few programs that overwrite their environment to show a title.</remarks>
    public IReadOnlyList<int> WithMarker(string name, string value)
    {
        byte[] marker = Encoding.UTF8.GetBytes($"{name}={value}");
        return [.. ProcessIds().Where(id => StartedWith(id, marker) && Find(id) is { IsZombie: false })];
    }

    private bool StartedWith(int processId, ReadOnlySpan<byte> marker)
    {
        ReadOnlySpan<byte> environment = Read(processId, "environ");
        foreach (Range variable in environment.Split((byte)0))
        {
            if (environment[variable].SequenceEqual(marker))
            {
                return true;
            }
        }

        return false;
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
            return File.ReadAllBytes(Path.Combine(_root, processId.ToString(CultureInfo.InvariantCulture), file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended since it was listed, or it is another user's.
            return [];
        }
    }
}
