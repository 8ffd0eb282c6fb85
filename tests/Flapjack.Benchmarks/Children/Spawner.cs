using System.Diagnostics;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Children;

/// <summary>Starts one program again and again, with a <c>HOME</c> of its own: a program in C does so, or .NET where there is no compiler.</summary>
internal sealed class Spawner : IAsyncDisposable
{
    /// <summary>The floor of commands.</summary>
    public static readonly string[] LoginShell = ["/bin/bash", "-lc", "true"];

    private readonly string _home;
    private readonly string[] _command;
    private readonly Child? _floor;

    private Spawner(string home, string[] command, Child? floor) => (_home, _command, _floor) = (home, command, floor);

    public static async Task<Spawner> StartAsync(Bench bench, string[] command)
    {
        var home = Directory.CreateDirectory(Path.Combine(bench.Folder, "home")).FullName;
        if (await bench.Floors.CompileAsync("spawn") is { } program)
        {
            return new(home, command, new Child(program, [home, .. command], bench.CancellationToken));
        }

        bench.Note("There is no C compiler here: what the table calls C is started by `Process.Start` of .NET.");
        return new(home, command, null);
    }

    /// <summary>Runs the program, and returns the milliseconds of all runs together and of each.</summary>
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
            using var process = Process.Start(new ProcessStartInfo(_command[0], _command[1..]) { Environment = { ["HOME"] = _home } })!;
            await process.WaitForExitAsync(cancellationToken);
            each[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, each);
    }

    public ValueTask DisposeAsync() => _floor?.DisposeAsync() ?? ValueTask.CompletedTask;
}
