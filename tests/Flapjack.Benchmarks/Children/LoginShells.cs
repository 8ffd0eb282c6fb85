using System.Diagnostics;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Children;

/// <summary>The floor of commands: <c>bash -lc true</c> with a <c>HOME</c> of its own, started by C, or by .NET where there is no compiler.</summary>
internal sealed class LoginShells : IAsyncDisposable
{
    private static readonly string[] Shell = ["/bin/bash", "-lc", "true"];

    private readonly string _home;
    private readonly Child? _floor;

    private LoginShells(string home, Child? floor) => (_home, _floor) = (home, floor);

    public static async Task<LoginShells> StartAsync(Bench bench)
    {
        var home = Directory.CreateDirectory(Path.Combine(bench.Folder, "home")).FullName;
        if (await bench.Floors.CompileAsync("spawn") is { } program)
        {
            return new(home, new Child(program, [home, .. Shell], bench.CancellationToken));
        }

        bench.Note("There is no C compiler here: the shells of the floor are started by `Process.Start` of .NET.");
        return new(home, null);
    }

    /// <summary>Runs shells, and returns the milliseconds of all together and of each.</summary>
    public async Task<(double All, double[] Each)> RunAsync(int count, int atOnce = 1)
    {
        if (_floor is not null)
        {
            var numbers = Numbers.Read(await _floor.AskAsync($"{count} {atOnce}"));
            return (numbers[0], numbers[1..]);
        }

        var start = Stopwatch.GetTimestamp();
        var each = new double[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, cancellationToken) =>
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(Shell[0], Shell[1..]) { Environment = { ["HOME"] = _home } })!;
            await process.WaitForExitAsync(cancellationToken);
            each[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, each);
    }

    public ValueTask DisposeAsync() => _floor?.DisposeAsync() ?? ValueTask.CompletedTask;
}
