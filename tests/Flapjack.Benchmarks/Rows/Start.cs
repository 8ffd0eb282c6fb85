using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 9c: how long a backend takes to start on a large directory.</summary>
internal sealed class Start : Row
{
    private const string Empty = "empty directory";

    public override string Number => "9c";

    public override string Title => "start on a directory with 10,000 agents and 100,000 past execs";

    public override string Method =>
        "`FlapjackBackend.StartAsync`, in a process of its own. The execs of the directory are spread over a day; the output of the last hour's is still there. "
        + "The first exec is of an agent that was not asked for before.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("start", "s", "start") { Against = Empty, Goal = Goal.AtMost(1) },
        new("first exec behind it", "ms", "first exec"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        var large = await LargeDirectory.MakeAsync(bench, bench.Count(10_000, 20), bench.Count(100_000, 200));
        var small = Path.Combine(bench.Folder, "small");
        var agents = new Queue<string>(large.Agents);
        foreach (var samples in bench.Rounds(warmUp: false))
        {
            await using (var empty = await BackendProcess.StartAsync(bench, new() { DataDirectory = small }))
            {
                samples[Empty] = empty.StartedIn.TotalSeconds;
            }

            await using var backend = await BackendProcess.StartAsync(bench, new() { DataDirectory = large.Path });
            samples["start"] = backend.StartedIn.TotalSeconds;
            using var client = backend.CreateClient();
            samples["first exec"] = await Took.MillisecondsAsync(() => Computers.RunAsync(bench, client, [agents.Dequeue()]));
        }
    }
}
