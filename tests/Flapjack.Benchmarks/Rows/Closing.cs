using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 9d: how long a backend takes to close.</summary>
internal sealed class Closing : Row
{
    public override string Number => "9d";

    public override string Title => "closing with 200 agents";

    public override string Method => "Disposing of a backend on which each of the computers has run a command: with a data directory, where all stays, and without one, where all is removed. 200 unrelated processes are on the machine.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("with a data directory", "s", "kept") { Goal = Goal.AtMost(0.5) },
        new("without one", "s", "removed") { Goal = Goal.AtMost(0.5) },
    ];

    public override async Task RunAsync(Bench bench)
    {
        var directory = Path.Combine(bench.Folder, "data");
        foreach (var samples in bench.Rounds(warmUp: false))
        {
            samples["kept"] = await CloseAsync(bench, directory);
            samples["removed"] = await CloseAsync(bench, null);
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<double> CloseAsync(Bench bench, string? directory)
    {
        await using var backend = await BackendProcess.StartAsync(bench, new() { DataDirectory = directory });
        using var client = backend.CreateClient();
        await Computers.CreateReadyAsync(bench, client, bench.Count(200, 5));
        await using var strangers = await Strangers.StartAsync(bench, bench.Count(200, 5));
        return (await backend.CloseAsync()).TotalSeconds;
    }
}
