using System.Diagnostics;
using Flapjack.Benchmarks.Children;
using Flapjack.ReferenceBackend;

namespace Flapjack.Benchmarks.Serving;

/// <summary>The process of the backend. It says where it listens and its key, answers each line with the bytes of its managed heap, and ends with its input.</summary>
internal static class ServeProgram
{
    public const string Argument = "--serve";

    public static async Task RunAsync(ServeSettings settings)
    {
        var started = Stopwatch.GetTimestamp();
        var backend = await FlapjackBackend.StartAsync(new()
        {
            DataDirectory = settings.DataDirectory,
            MaxOutputBytes = settings.MaxOutputBytes,
            RateLimits = null,
        });
        await using (backend)
        {
            Console.WriteLine($"{backend.BaseAddress} {backend.ApiKey} {Numbers.Write(Stopwatch.GetElapsedTime(started).TotalSeconds)}");
            while (await Console.In.ReadLineAsync() is not null)
            {
                Console.WriteLine(Numbers.Write(ManagedHeap.Bytes()));
            }

            started = Stopwatch.GetTimestamp();
        }

        Console.WriteLine(Numbers.Write(Stopwatch.GetElapsedTime(started).TotalSeconds));
    }
}
