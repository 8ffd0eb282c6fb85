using System.Globalization;
using System.Text;

namespace Testing;

/// <summary>The processes of this machine, read by other means than the backend's own.</summary>
internal static class HostProcesses
{
    // Half of the time for which a command may go on without its reader.
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(15);

    /// <summary>Reads the process ids that a command has printed.</summary>
    public static int[] Read(string output) =>
        [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];

    /// <summary>Whether the process runs. A zombie does not run: it is dead, and its parent has not read its exit code yet.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            // The state stands behind the process's name, which may hold any character.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The processes that were started with a text in their environment.</summary>
    public static int[] WithEnvironment(string text) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && EnvironmentOf(id).Contains(text, StringComparison.Ordinal) && IsAlive(id)),
    ];

    /// <summary>Waits until all of the processes have ended.</summary>
    public static Task EndAsync(params IEnumerable<int> processIds) => EndAsync(processIds, within: null);

    /// <summary>Waits until all of the processes have ended; fails after fifteen seconds.</summary>
    public static Task EndPromptlyAsync(params IEnumerable<int> processIds) => EndAsync(processIds, Promptly);

    private static Task EndAsync(IEnumerable<int> processIds, TimeSpan? within) => Eventually.HoldsAsync(
        () => !processIds.Any(IsAlive), $"the processes {string.Join(", ", processIds)} have to end", within);

    private static string EnvironmentOf(int processId)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{processId}/environ"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
