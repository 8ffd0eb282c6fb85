using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 7: how soon a small program has its first typed response.</summary>
internal sealed class NativeStart : Row
{
    private const string Bare = "NativeAOT with a bare HttpClient";

    public override string Number => "7";

    public override string Title => "NativeAOT program, from the start of the process to its end behind the first typed response";

    public override string Method => "`GetAgentAsync` of our backend, against the same request by `HttpClient` and source-generated JSON of one record, and against a C program that reads the same answer. All are started by `posix_spawn`.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50", "ms", "sdk") { Against = Bare, Goal = Goal.RatioAtMost(1.1) },
        new("bare HttpClient", "ms", Bare) { Against = "C" },
        new("size of the program", "MB", "size") { Against = "size of the bare one" },
    ];

    public override async Task RunAsync(Bench bench)
    {
        if (bench.IsSmoke)
        {
            bench.Note("Skipped in the smoke: to compile ahead of time takes a minute.");
            return;
        }

        if (await NativeProgram.PublishAsync(bench, "Sdk") is not { } sdk || await NativeProgram.PublishAsync(bench, "Bare") is not { } bare)
        {
            return;
        }

        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agent = (await Computers.CreateReadyAsync(bench, client, 1))[0];
        string[] arguments = [backend.BaseAddress.AbsoluteUri, backend.ApiKey, agent];
        await using var ours = await Spawner.StartAsync(bench, [sdk, .. arguments]);
        await using var theirs = await Spawner.StartAsync(bench, [bare, .. arguments]);
        var inC = await HttpRequestInC.CommandAsync(bench, backend, "GET", $"/api/agents/{agent}", "");
        await using var c = inC is null ? null : await Spawner.StartAsync(bench, inC);
        var count = bench.Count(50, 5);
        foreach (var samples in bench.Rounds())
        {
            samples[Bare] = Statistics.Median((await theirs.RunAsync(count)).Each);
            samples["sdk"] = Statistics.Median((await ours.RunAsync(count)).Each);
            samples["size"] = new FileInfo(sdk).Length / 1e6;
            samples["size of the bare one"] = new FileInfo(bare).Length / 1e6;
            if (c is not null)
            {
                samples["C"] = Statistics.Median((await c.RunAsync(count)).Each);
            }
        }
    }
}
