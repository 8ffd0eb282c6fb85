using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 3: how long a caller waits for a command that does nothing.</summary>
internal sealed class ExecLatency : Row
{
    private const string Median = "C posix_spawn p50";
    private const string Slowest = "C posix_spawn p99";

    // As while an agent thinks: the shell of the next command is started meanwhile.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    public override string Number => "3";

    public override string Title => "exec round trip of `true`, warm, limits off";

    public override string Method =>
        "`RunComputerAsync` on a computer that is ready, with a pause of 40 ms before each command, as while an agent thinks, against `posix_spawn` and `waitpid` of `bash -lc true` with a "
        + "private `HOME`, in turns. *Back to back* is without the pause: the shell of the next command is then not ready yet.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50", "ms", "p50") { Against = Median, Goal = Goal.RatioAtMost(0.5) },
        new("p99", "ms", "p99") { Against = Slowest, Goal = Goal.RatioAtMost(2) },
        new("back to back, p50", "ms", "back to back") { Against = Median },
        new("server CPU of one exec", "ms", "cpu"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agent = (await Computers.CreateReadyAsync(bench, client, 1))[0];
        await using var floor = await Spawner.StartAsync(bench, Spawner.LoginShell);
        var count = bench.Count(200, 3);
        foreach (var samples in bench.Rounds())
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            var before = backend.ProcessorTime;
            for (var i = 0; i < count; i++)
            {
                theirs.AddRange((await floor.RunAsync(1)).Each);
                await Task.Delay(Pause, bench.CancellationToken);
                ours.Add(await Took.MillisecondsAsync(RunAsync));
            }

            samples["cpu"] = (backend.ProcessorTime - before).TotalMilliseconds / count;
            samples["p50"] = Statistics.Median(ours);
            samples["p99"] = Statistics.Percentile(ours, 0.99);
            samples[Median] = Statistics.Median(theirs);
            samples[Slowest] = Statistics.Percentile(theirs, 0.99);
            samples["back to back"] = Statistics.Median(await Took.EachAsync(count, _ => RunAsync()));
        }

        async Task RunAsync() => (await client.RunComputerAsync(agent, new() { Command = "true" }, bench.CancellationToken)).EnsureSuccess();
    }
}
