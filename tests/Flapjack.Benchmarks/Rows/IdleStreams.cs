using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 6: what a stream costs that waits.</summary>
internal sealed class IdleStreams : Row
{
    private const int Agents = 20;

    // Waits on a pipe that nobody writes to, so that no second process is needed to sleep.
    private const string Command = "exec {pipe}<> <(:); while :; do read -t 1 -u $pipe; [ -e go ] && echo tick; done";

    public override string Number => "6";

    public override string Title => "1,000 idle exec streams";

    public override string Method =>
        "Managed heaps behind a full collection with the streams less those before, divided by their number; and the processor time of both processes while each command prints a line a second.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("server heap of a stream", "KB", "server heap") { Goal = Goal.AtMost(10) },
        new("client heap of a stream", "KB", "client heap") { Goal = Goal.AtMost(10) },
        new("server CPU at one event a second each", "% of a core", "server cpu") { Goal = Goal.AtMost(5) },
        new("client CPU at one event a second each", "% of a core", "client cpu") { Goal = Goal.AtMost(5) },
    ];

    public override async Task RunAsync(Bench bench)
    {
        await using var backend = await BackendProcess.StartAsync(bench);
        using var client = backend.CreateClient();
        var agents = await Computers.CreateReadyAsync(bench, client, Agents);
        await using var reader = new ClientProcess(backend, bench.CancellationToken);
        await reader.HoldAsync(agents, Command, Agents);
        var (server, own) = (await backend.ReadHeapAsync(), await reader.ReadHeapAsync());
        var count = bench.Count(1000, 40) - Agents;
        await reader.HoldAsync(agents, Command, count);

        var wait = TimeSpan.FromSeconds(bench.IsSmoke ? 0.5 : 5);
        foreach (var samples in bench.Rounds(warmUp: false))
        {
            samples["server heap"] = (await backend.ReadHeapAsync() - server) / 1000 / count;
            samples["client heap"] = (await reader.ReadHeapAsync() - own) / 1000 / count;
            await AllRunAsync("touch go");
            // Each command has seen the file, and both sides have got warm.
            await Task.Delay(wait / 2, bench.CancellationToken);
            var (ofServer, ofClient) = (backend.ProcessorTime, reader.ProcessorTime);
            await Task.Delay(wait, bench.CancellationToken);
            samples["server cpu"] = (backend.ProcessorTime - ofServer) / wait * 100;
            samples["client cpu"] = (reader.ProcessorTime - ofClient) / wait * 100;
            await AllRunAsync("rm go");
            await Task.Delay(wait / 2, bench.CancellationToken);
        }

        async Task AllRunAsync(string command)
        {
            foreach (var agent in agents)
            {
                (await client.RunComputerAsync(agent, new ExecComputerOptions { Command = command }, bench.CancellationToken)).EnsureSuccess();
            }
        }
    }
}
