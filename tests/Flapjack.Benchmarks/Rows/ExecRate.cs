using System.Diagnostics;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 5: how many commands a machine gets done.</summary>
internal sealed class ExecRate : Row
{
    private const string Floor = "C posix_spawn";
    private const int Agents = 4;
    private const int AtOnce = 8;

    public override string Number => "5";

    public override string Title => "execs a second, all cores saturated";

    public override string Method => "`RunComputerAsync` of `true` by eight callers on four computers, against eight `posix_spawn` of `bash -lc true` at a time.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("execs", "a second", "rate") { Against = Floor, Goal = Goal.RatioAtLeast(0.8) },
        new("server CPU of one exec", "ms", "cpu"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agents = await Computers.CreateReadyAsync(bench, client, Agents);
        await using var floor = await Spawner.StartAsync(bench, Spawner.LoginShell);
        var count = bench.Count(400, 16);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = bench.CancellationToken };
        foreach (var samples in bench.Rounds())
        {
            samples[Floor] = count / (await floor.RunAsync(count, AtOnce)).All * 1000;
            var (used, start) = (backend.ProcessorTime, Stopwatch.GetTimestamp());
            await Parallel.ForAsync(0, count, options, async (i, cancellationToken) =>
                (await client.RunComputerAsync(agents[i % Agents], new() { Command = "true" }, cancellationToken)).EnsureSuccess());
            samples["rate"] = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
            samples["cpu"] = (backend.ProcessorTime - used).TotalMilliseconds / count;
        }
    }
}
