using System.Globalization;
using System.Text;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>The processes of this machine, read by other means than the backend's own.</summary>
internal static class HostProcesses
{
    /// <summary>Whether it runs; one that is dead and only not yet buried does not.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Those that were started with a text in their environment.</summary>
    public static int[] WithEnvironment(string text) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && EnvironmentOf(id).Contains(text, StringComparison.Ordinal) && IsAlive(id)),
    ];

    public static Task EndAsync(params IEnumerable<int> processIds) => Eventually.HoldsAsync(
        () => !processIds.Any(IsAlive), $"the processes {string.Join(", ", processIds)} have to end");

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
