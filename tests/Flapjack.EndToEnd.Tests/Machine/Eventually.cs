using System.Diagnostics;

namespace Flapjack.EndToEnd.Tests;

/// <summary>Polls for what the operating system tells nobody of.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? Limit.Time;
        var begin = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(begin).Should().BeLessThan(limit, "by then {0}", what);
            await Task.Delay(5);
        }
    }
}
