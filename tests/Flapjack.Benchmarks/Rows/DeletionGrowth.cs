using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 9b: what other processes of the machine cost a deletion.</summary>
internal sealed class DeletionGrowth : Row
{
    private const string Alone = "without them";

    public override string Number => "9b";

    public override string Title => "delete of one agent, with 200 unrelated processes on the machine";

    public override string Method => "`DeleteAgentAsync` of agents whose computers have run a command, one behind the other. The floor is the same backend in the same round without the processes.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50, flat", "ms", "busy") { Against = Alone, Goal = Goal.RatioAtMost(1.2) },
        new("p50 on an idle machine", "ms", Alone) { Goal = Goal.AtMost(20) },
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        foreach (var samples in bench.Rounds())
        {
            samples[Alone] = await DeleteAsync();
            await using var strangers = await Strangers.StartAsync(bench, bench.Count(200, 5));
            samples["busy"] = await DeleteAsync();
        }

        async Task<double> DeleteAsync()
        {
            var agents = await Computers.CreateReadyAsync(bench, client, bench.Count(20, 2));
            return Statistics.Median(await Took.EachAsync(agents.Length, i => client.DeleteAgentAsync(agents[i], bench.CancellationToken)));
        }
    }
}
