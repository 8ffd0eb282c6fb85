using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 9f: how much memory a command takes that has ended.</summary>
internal sealed class FinishedExecs : Row
{
    public override string Number => "9f";

    public override string Title => "memory kept for a finished exec, of which the output can be read for an hour";

    public override string Method => "The managed heap of the backend behind a full collection, before and behind many execs, divided by their number.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("`true`", "KB", "quiet") { Goal = Goal.AtMost(0.3) },
        new("128 KiB of output", "KB", "loud") { Goal = Goal.AtMost(0.3) },
    ];

    public override async Task RunAsync(Bench bench)
    {
        var text = Path.Combine(bench.Folder, "text");
        await File.WriteAllBytesAsync(text, LogText.Make(128 * 1024)[..(128 * 1024)], bench.CancellationToken);
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agents = await Computers.CreateReadyAsync(bench, client, 4);
        foreach (var samples in bench.Rounds())
        {
            samples["quiet"] = await GrowthAsync("true", bench.Count(500, 4));
            samples["loud"] = await GrowthAsync($"cat '{text}'", bench.Count(200, 4));
        }

        async Task<double> GrowthAsync(string command, int count)
        {
            var before = await backend.ReadHeapAsync();
            await Parallel.ForAsync(0, count, bench.CancellationToken, async (i, cancellationToken) =>
                (await client.RunComputerAsync(agents[i % agents.Length], new ExecComputerOptions { Command = command }, cancellationToken)).EnsureSuccess());
            return (await backend.ReadHeapAsync() - before) / 1000 / count;
        }
    }
}
