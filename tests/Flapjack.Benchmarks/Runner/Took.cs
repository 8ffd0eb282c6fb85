using System.Diagnostics;

namespace Flapjack.Benchmarks.Runner;

/// <summary>How long something takes.</summary>
internal static class Took
{
    public static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Does the same thing several times, one behind the other, and returns how long each took.</summary>
    public static async Task<List<double>> EachAsync(int count, Func<int, Task> work)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            times.Add(await MillisecondsAsync(() => work(i)));
        }

        return times;
    }
}
