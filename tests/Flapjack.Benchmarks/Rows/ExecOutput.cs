using System.Text.Json;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 1: how fast the output of a command comes through.</summary>
internal sealed class ExecOutput : Row
{
    private const string Relay = "C relay";
    private const string Node = "Node client";
    private const string Naive = "naive .NET client";

    public override string Number => "1";

    public override string Title => "exec that prints 512 MiB of log text, backend and client in two processes";

    public override string Method =>
        "`cat` of a file of log text through `ExecComputerAsync`, of which the text (or the bytes, which are lent: `LendsOutput`) of each event is taken. The relay is the whole chain in C, without HTTP and hashes: "
        + "pipe, frames with escaped text, TCP, parser. The peers read our backend: Node by `fetch`, a plain parser of lines and `JSON.parse`, the naive .NET client by `SseParser` of strings and source-generated JSON.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("text", "MB/s", "text") { Against = Relay, Goal = Goal.RatioAtLeast(0.8) },
        new("bytes", "MB/s", "bytes") { Against = Relay, Goal = Goal.RatioAtLeast(0.9) },
        new("text against Node", "MB/s", "text") { Against = Node, Goal = Goal.RatioAtLeast(2) },
        new("text against naive .NET", "MB/s", "text") { Against = Naive, Goal = Goal.RatioAtLeast(2.5) },
        new("backend alone, drained by C", "MB/s", "drained") { Against = Relay },
        new("server CPU, text", "s/GB", "cpu"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        var size = bench.Count(512, 1) * 1024L * 1024;
        var file = Path.Combine(bench.Folder, "log.txt");
        var text = LogText.Make((int)Math.Min(size, 16 * 1024 * 1024));
        await File.WriteAllBytesAsync(file, text, bench.CancellationToken);
        var times = (int)(size / text.Length) + 1;
        var command = $"for i in $(seq {times}); do cat '{file}'; done";

        await using var backend = await BackendProcess.StartAsync(bench, new() { MaxOutputBytes = null });
        using var client = backend.CreateClient();
        var agent = (await Computers.CreateReadyAsync(bench, client, 1))[0];
        await using var ours = new ClientProcess(backend, bench.CancellationToken);
        await using var node = Floors.HasNode ? bench.Floors.StartNode("exec.mjs", backend.BaseAddress.AbsoluteUri, backend.ApiKey) : null;
        var drain = await HttpRequestInC.CommandAsync(bench, backend, "POST", $"/api/agents/{agent}/computer/exec", JsonSerializer.Serialize(new { command, timeoutSec = 600 }));
        var megabytes = (double)text.Length * times / 1e6;
        foreach (var samples in bench.Rounds())
        {
            await RelayAsync(bench, command, samples);
            var before = backend.ProcessorTime;
            samples["text"] = megabytes / await ours.ReadAsync("text", agent, command);
            samples["cpu"] = (backend.ProcessorTime - before).TotalSeconds / megabytes * 1000;
            samples["bytes"] = megabytes / await ours.ReadAsync("bytes", agent, command);
            samples[Naive] = megabytes / await ours.ReadAsync("naive", agent, command);
            if (node is not null)
            {
                samples[Node] = megabytes / Numbers.Read(await node.AskAsync(JsonSerializer.Serialize(new { agent, command })))[1];
            }

            if (drain is not null)
            {
                samples["drained"] = megabytes / (await bench.Floors.RunAsync(drain[0], drain[1..]))[1];
            }
        }
    }

    private static async Task RelayAsync(Bench bench, string command, Samples samples)
    {
        if (await bench.Floors.CompileAsync("relay") is { } program)
        {
            var numbers = await bench.Floors.RunAsync(program, command);
            samples[Relay] = numbers[0] / 1e6 / numbers[1];
        }
        else
        {
            bench.Note("There is no C compiler here, so there is no relay to compare with.");
        }
    }
}
