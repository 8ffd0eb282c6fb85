using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 9e: what is stored slows no command down, and what flows through stays nowhere.</summary>
internal sealed class StoredExecs : Row
{
    private const string Small = "empty directory";

    public override string Number => "9e";

    public override string Title => "exec latency with 10,000 agents and 100,000 past execs stored; memory behind 4 GiB through one exec";

    public override string Method => "`true` on a ready computer, against the same on an empty directory. Managed heaps behind a full collection, of the backend and of the client that reads the bytes, before and behind the exec.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("exec p50", "ms", "large") { Against = Small, Goal = Goal.RatioAtMost(1.1) },
        new("growth of the server's heap", "MB", "server") { Goal = Goal.AtMost(1) },
        new("growth of the client's heap", "MB", "client") { Goal = Goal.AtMost(1) },
    ];

    public override async Task RunAsync(Bench bench)
    {
        var directory = await LargeDirectory.MakeAsync(bench, bench.Count(10_000, 20), bench.Count(100_000, 200));
        await using var large = await BackendProcess.StartAsync(bench, new() { DataDirectory = directory.Path, MaxOutputBytes = null });
        await using var small = await BackendProcess.StartAsync(bench, new() { DataDirectory = Path.Combine(bench.Folder, "small") });
        using var ofLarge = large.CreateClient();
        using var ofSmall = small.CreateClient();
        var onSmall = (await Computers.CreateReadyAsync(bench, ofSmall, 1))[0];
        var onLarge = directory.Agents[0];
        await Computers.RunAsync(bench, ofLarge, [onLarge]);
        await using var reader = new ClientProcess(large, bench.CancellationToken);
        foreach (var samples in bench.Rounds())
        {
            samples[Small] = await LatencyAsync(bench, ofSmall, onSmall);
            samples["large"] = await LatencyAsync(bench, ofLarge, onLarge);
            if (bench.Measured.Count == 0)
            {
                await FlowAsync(bench, large, reader, onLarge, samples);
            }
        }
    }

    private static async Task<double> LatencyAsync(Bench bench, FlapjackClient client, string agent) => Statistics.Median(
        await Took.EachAsync(bench.Count(100, 3), async _ => (await client.RunComputerAsync(agent, new() { Command = "true" }, bench.CancellationToken)).EnsureSuccess()));

    // It takes long, and does not depend on the moods of the machine, so it is done once.
    private static async Task FlowAsync(Bench bench, BackendProcess backend, ClientProcess reader, string agent, Samples samples)
    {
        await reader.ReadAsync("bytes", agent, "head -c 16M /dev/zero");
        var (server, client) = (await backend.ReadHeapAsync(), await reader.ReadHeapAsync());
        await reader.ReadAsync("bytes", agent, $"head -c {bench.Count(4096, 16)}M /dev/zero | tr '\\0' x");
        samples["server"] = (await backend.ReadHeapAsync() - server) / 1e6;
        samples["client"] = (await reader.ReadHeapAsync() - client) / 1e6;
    }
}
