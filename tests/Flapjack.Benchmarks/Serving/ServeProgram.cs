using System.Diagnostics;
using Flapjack.Benchmarks.Children;
using Flapjack.ReferenceBackend;

namespace Flapjack.Benchmarks.Serving;

/// <summary>
/// The process of the backend. It prints where it listens, its key, and how many seconds the start took; for each line, the bytes of its managed heap; and
/// when its input has ended, how many seconds closing took.
/// </summary>
internal static class ServeProgram
{
    /// <summary>The argument that makes this program a backend.</summary>
    public const string Argument = "--serve";

    /// <summary>The line that sets the clock forward by <see cref="SkippedTime"/>.</summary>
    public const string Skip = "skip";

    private static readonly TimeSpan SkippedTime = TimeSpan.FromSeconds(11);

    public static async Task RunAsync(ServeSettings settings)
    {
        var clock = new SkippingClock();
        var start = Stopwatch.GetTimestamp();
        var options = new FlapjackBackendOptions
        {
            DataDirectory = settings.DataDirectory,
            MaxOutputBytes = settings.MaxOutputBytes,
            RateLimits = null,
            TimeProvider = clock,
        };
        options.ShellsAhead = settings.ShellsAhead ?? options.ShellsAhead;
        var backend = await FlapjackBackend.StartAsync(options);
        await using (backend)
        {
            Console.WriteLine($"{backend.BaseAddress} {backend.ApiKey} {Numbers.Write(Stopwatch.GetElapsedTime(start).TotalSeconds)}");
            while (await Console.In.ReadLineAsync() is { } line)
            {
                if (line == Skip)
                {
                    clock.Skip(SkippedTime);
                }

                Console.WriteLine(Numbers.Write(line == Skip ? 0 : ManagedHeap.Bytes()));
            }

            start = Stopwatch.GetTimestamp();
        }

        Console.WriteLine(Numbers.Write(Stopwatch.GetElapsedTime(start).TotalSeconds));
    }
}
