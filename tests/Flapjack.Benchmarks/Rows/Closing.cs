using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 9d: how long a backend takes to close.</summary>
internal sealed class Closing : Row
{
    public override string Number => "9d";

    public override string Title => "closing with 200 agents";

    public override string Method => "Disposing of a backend with a data directory, on which each of the computers has run a command.";

    public override IReadOnlyList<Measure> Measures { get; } = [new("closing", "s", "closing") { Goal = Goal.AtMost(0.5) }];

    public override async Task RunAsync(Bench bench)
    {
        var directory = Path.Combine(bench.Folder, "data");
        string[]? agents = null;
        foreach (var samples in bench.Rounds(warmUp: false))
        {
            await using var backend = await BackendProcess.StartAsync(bench, new() { DataDirectory = directory });
            using var client = backend.CreateClient();
            agents ??= await Computers.CreateReadyAsync(bench, client, bench.Count(200, 5));
            await Computers.RunAsync(bench, client, agents);
            samples["closing"] = (await backend.CloseAsync()).TotalSeconds;
        }
    }
}
