using System.Diagnostics;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 3: how long a caller waits for a command that does nothing.</summary>
internal sealed class ExecLatency : Row
{
    // We and the floor take turns this often in a round, so that both see the same moods of the machine.
    private const int Turns = 5;

    public override string Number => "3";

    public override string Title => "exec round trip of `true`, warm, limits off";

    public override string Method => "`RunComputerAsync` on a computer that is ready, one command behind the other, against `posix_spawn` and `waitpid` of `bash -lc true` with a private `HOME`.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50", "ms", "p50") { Against = "C posix_spawn p50", Goal = Goal.RatioAtMost(0.5) },
        new("p99", "ms", "p99") { Against = "C posix_spawn p99", Goal = Goal.RatioAtMost(2) },
        new("server CPU of one exec", "ms", "cpu"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agent = await ReadyAgent.CreateAsync(client, bench.CancellationToken);
        await using var floor = await LoginShells.StartAsync(bench);
        var count = bench.Count(60, 3);
        foreach (var samples in bench.Rounds())
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            var used = TimeSpan.Zero;
            for (var turn = 0; turn < Turns; turn++)
            {
                theirs.AddRange((await floor.RunAsync(count)).Each);
                var before = backend.ProcessorTime;
                await RunAsync(client, agent, count, ours, bench.CancellationToken);
                used += backend.ProcessorTime - before;
            }

            samples["p50"] = Statistics.Median(ours);
            samples["p99"] = Statistics.Percentile(ours, 0.99);
            samples["C posix_spawn p50"] = Statistics.Median(theirs);
            samples["C posix_spawn p99"] = Statistics.Percentile(theirs, 0.99);
            samples["cpu"] = used.TotalMilliseconds / ours.Count;
        }
    }

    private static async Task RunAsync(FlapjackClient client, string agent, int count, List<double> times, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            (await client.RunComputerAsync(agent, new() { Command = "true" }, cancellationToken)).EnsureSuccess();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}
