using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;
using Flapjack.Benchmarks.Serving;
using Flapjack.Sdk;

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
        "`RunComputerAsync` on a computer that is ready, with a pause of 40 ms before each command and each run of the floor, as while an agent thinks, against `posix_spawn` and `waitpid` of `bash -lc true` with a "
        + "private `HOME`, in turns. *Ahead* is a second backend with `ShellsAhead = 8`, where the shell of the next command waits already; *back to back* is without the pause.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50", "ms", "p50") { Against = Median, Goal = Goal.RatioAtMost(0.5) },
        new("p99", "ms", "p99") { Against = Slowest, Goal = Goal.RatioAtMost(2) },
        new("ahead, p50", "ms", "ahead p50") { Against = Median, Goal = Goal.RatioAtMost(0.5) },
        new("ahead, p99", "ms", "ahead p99") { Against = Slowest, Goal = Goal.RatioAtMost(2) },
        new("back to back, p50", "ms", "back to back") { Against = Median },
        new("ahead, back to back, p50", "ms", "ahead back to back") { Against = Median },
        new("server CPU of one exec", "ms", "cpu"),
        new("ahead, server CPU of one exec", "ms", "ahead cpu"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var ours = await ReadyBackend.StartAsync(bench, new() { ShellsAhead = 0 });
        await using var ahead = await ReadyBackend.StartAsync(bench, new() { ShellsAhead = 8 });
        await using var floor = await Spawner.StartAsync(bench, Spawner.LoginShell);
        var count = bench.Count(120, 3);
        foreach (var samples in bench.Rounds())
        {
            var (shells, plain, waiting) = (new List<double>(), new List<double>(), new List<double>());
            var before = (Plain: ours.ProcessorTime, Waiting: ahead.ProcessorTime);
            for (var i = 0; i < count; i++)
            {
                // Also before the floor: the second backend starts its next shell meanwhile, which would slow the floor down.
                await Task.Delay(Pause, bench.CancellationToken);
                shells.AddRange((await floor.RunAsync(1)).Each);
                await Task.Delay(Pause, bench.CancellationToken);
                plain.Add(await ours.RunAsync());
                await Task.Delay(Pause, bench.CancellationToken);
                waiting.Add(await ahead.RunAsync());
            }

            samples["cpu"] = (ours.ProcessorTime - before.Plain).TotalMilliseconds / count;
            samples["ahead cpu"] = (ahead.ProcessorTime - before.Waiting).TotalMilliseconds / count;
            (samples["p50"], samples["p99"]) = MedianAndSlowest(plain);
            (samples["ahead p50"], samples["ahead p99"]) = MedianAndSlowest(waiting);
            (samples[Median], samples[Slowest]) = MedianAndSlowest(shells);
            samples["back to back"] = Statistics.Median(await ours.RunAsync(count));
            samples["ahead back to back"] = Statistics.Median(await ahead.RunAsync(count));
        }
    }

    private static (double Median, double Slowest) MedianAndSlowest(List<double> each) => (Statistics.Median(each), Statistics.Percentile(each, 0.99));

    /// <summary>A backend, and a computer on it that is ready.</summary>
    private sealed class ReadyBackend(BackendProcess backend, FlapjackClient client, string agent, CancellationToken cancellationToken) : IAsyncDisposable
    {
        public TimeSpan ProcessorTime => backend.ProcessorTime;

        public static async Task<ReadyBackend> StartAsync(Bench bench, ServeSettings settings)
        {
            var backend = await BackendProcess.StartAsync(bench, settings);
            var client = backend.CreateClient();
            return new(backend, client, (await Computers.CreateReadyAsync(bench, client, 1))[0], bench.CancellationToken);
        }

        /// <returns>How many milliseconds the command took.</returns>
        public Task<double> RunAsync() => Took.MillisecondsAsync(async () =>
            (await client.RunComputerAsync(agent, new() { Command = "true" }, cancellationToken)).EnsureSuccess());

        public async Task<double[]> RunAsync(int count)
        {
            var each = new double[count];
            for (var i = 0; i < count; i++)
            {
                each[i] = await RunAsync();
            }

            return each;
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await backend.DisposeAsync();
        }
    }
}
