using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 4: how long a caller waits for the first byte of a computer that is not there yet.</summary>
internal sealed class FirstByte : Row
{
    private const string Shells = "C, two login shells";
    private const string ShellsAtOnce = "C, two login shells each";

    public override string Number => "4";

    public override string Title => "create from `blank` to the first byte of the first exec";

    public override string Method =>
        "`CreateAgentFromTemplateAsync` and then `ExecComputerAsync` of `echo` with `WaitForReady`, until the first output is there; against `posix_spawn` of two login shells one behind the other, or twice as many as there are agents. The goals are 20 ms and 0.9 s on a machine where the two shells take 9.2 ms, and those of 100 agents 0.83 s.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50", "ms", "one") { Against = Shells, Goal = Goal.RatioAtMost(2.2) },
        new("100 at once", "s", "many") { Against = ShellsAtOnce, Goal = Goal.RatioAtMost(1.1) },
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        await using var floor = await Spawner.StartAsync(bench, Spawner.LoginShell);
        var (one, many) = (bench.Count(20, 2), bench.Count(100, 4));
        foreach (var samples in bench.Rounds())
        {
            var shells = (await floor.RunAsync(2 * one)).Each;
            samples[Shells] = Statistics.Median(shells.Chunk(2).Select(pair => pair.Sum()));
            var made = new List<string>();
            samples["one"] = Statistics.Median(await Took.EachAsync(one, async _ => made.Add(await MakeAsync(client, bench.CancellationToken))));
            samples[ShellsAtOnce] = (await floor.RunAsync(2 * many, Environment.ProcessorCount)).All / 1000;
            samples["many"] = await Took.MillisecondsAsync(async () =>
                made.AddRange(await Task.WhenAll(Enumerable.Range(0, many).Select(_ => MakeAsync(client, bench.CancellationToken))))) / 1000;
            await Parallel.ForEachAsync(made, bench.CancellationToken, async (agent, cancellationToken) => await client.DeleteAgentAsync(agent, cancellationToken));
        }
    }

    private static async Task<string> MakeAsync(FlapjackClient client, CancellationToken cancellationToken)
    {
        var agent = await Computers.CreateAsync(client, cancellationToken);
        await foreach (var item in client.ExecComputerAsync(agent, new() { Command = "echo here", WaitForReady = true }, cancellationToken))
        {
            if (item is ExecOutputEvent)
            {
                return agent;
            }
        }

        throw new InvalidOperationException("The command printed nothing.");
    }
}
