using System.Globalization;

namespace Flapjack.EndToEnd.Tests;

/// <summary>The processes of this machine.</summary>
internal static class Processes
{
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(15);

    /// <summary>Reads the ids that a command has echoed.</summary>
    public static int[] Read(string output) =>
        [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];

    /// <summary>Waits until all of them are dead; fails after fifteen seconds, half of the time that a command may go on without its reader.</summary>
    public static Task AreGoneAsync(params int[] ids) =>
        Eventually.TrueAsync(() => !ids.Any(IsAlive), $"all of {string.Join(' ', ids)} are dead", Promptly);

    public static bool IsAlive(int id)
    {
        try
        {
            // The state stands behind the name, which may hold anything. A zombie is dead, only its parent has not looked yet.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
