using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 3: how long a caller waits for a command that does nothing.</summary>
internal sealed class ExecLatency : Row
{
    private const string Median = "C posix_spawn p50";
    private const string Slowest = "C posix_spawn p99";

    // We and the floor take turns this often in a round, so that both see the same moods of the machine.
    private const int Turns = 5;

    public override string Number => "3";

    public override string Title => "exec round trip of `true`, warm, limits off";

    public override string Method =>
        "`RunComputerAsync` on a computer that is ready, one command behind the other, against `posix_spawn` and `waitpid` of `bash -lc true` with a private `HOME`.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50", "ms", "p50") { Against = Median, Goal = Goal.RatioAtMost(0.5) },
        new("p99", "ms", "p99") { Against = Slowest, Goal = Goal.RatioAtMost(2) },
        new("server CPU of one exec", "ms", "cpu"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agent = (await Computers.CreateReadyAsync(bench, client, 1))[0];
        await using var floor = await Spawner.StartAsync(bench, Spawner.LoginShell);
        var count = bench.Count(60, 3);
        foreach (var samples in bench.Rounds())
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            var used = TimeSpan.Zero;
            for (var turn = 0; turn < Turns; turn++)
            {
                theirs.AddRange((await floor.RunAsync(count)).Each);
                var before = backend.ProcessorTime;
                ours.AddRange(await Took.EachAsync(count, async _ => (await client.RunComputerAsync(agent, new() { Command = "true" }, bench.CancellationToken)).EnsureSuccess()));
                used += backend.ProcessorTime - before;
            }

            samples["p50"] = Statistics.Median(ours);
            samples["p99"] = Statistics.Percentile(ours, 0.99);
            samples[Median] = Statistics.Median(theirs);
            samples[Slowest] = Statistics.Percentile(theirs, 0.99);
            samples["cpu"] = used.TotalMilliseconds / ours.Count;
        }
    }
}
