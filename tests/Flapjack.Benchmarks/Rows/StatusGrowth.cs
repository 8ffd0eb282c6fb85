using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 9a: what other processes of the machine cost a status.</summary>
internal sealed class StatusGrowth : Row
{
    private const string Alone = "without them";

    public override string Number => "9a";

    public override string Title => "status, not cached, with 200 unrelated processes on the machine";

    public override string Method => "The clock of the backend is set forward before each status, so that it has to look. The floor is the same backend in the same round without the processes.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("p50, flat", "ms", "busy") { Against = Alone, Goal = Goal.RatioAtMost(1.2) },
        new("p50", "ms", "busy") { Goal = Goal.AtMost(3) },
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agent = (await Computers.CreateReadyAsync(bench, client, 1))[0];
        foreach (var samples in bench.Rounds())
        {
            samples[Alone] = await LookAsync();
            await using var strangers = await Strangers.StartAsync(bench, bench.Count(200, 5));
            samples["busy"] = await LookAsync();
        }

        async Task<double> LookAsync()
        {
            var times = new List<double>();
            for (var i = 0; i < bench.Count(50, 2); i++)
            {
                await backend.SkipTimeAsync();
                times.Add(await Took.MillisecondsAsync(() => client.GetComputerStatusAsync(agent, bench.CancellationToken)));
            }

            return Statistics.Median(times);
        }
    }
}
