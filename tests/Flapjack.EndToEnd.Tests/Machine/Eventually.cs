using System.Diagnostics;

namespace Flapjack.EndToEnd.Tests;

/// <summary>Polls for what the operating system tells nobody of.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? Limit.Time;
        var begin = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(begin).Should().BeLessThan(limit, "by then {0}", what);
            await Task.Delay(5);
        }
    }
}
