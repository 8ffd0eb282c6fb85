using System.Diagnostics;
using System.Globalization;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Clients;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 2: how fast the client reads events, without a network.</summary>
internal sealed class EventReader : Row
{
    private static readonly (string Name, int Length)[] Chunks = [("40 B", 40), ("1 KiB", 1024), ("32 KiB", 32 * 1024)];

    // Each runtime compiles hot code again and better while it runs, for about a second.
    private static readonly TimeSpan TimeToWarmUp = TimeSpan.FromSeconds(1.5);

    public override string Number => "2";

    public override string Title => "the client's reader from memory, log text in chunks of 40 B, 1 KiB and 32 KiB";

    public override string Method =>
        "`ExecComputerAsync` on an answer in memory, with everything that the client does. *Text* and *bytes* (which are lent: `LendsOutput`) are of a server that tells no hash of the output, as the documented service; "
        + "*hashed* is the text from a server that tells it, as our backend. Measured by BenchmarkDotNet in this process, each reader and each peer after 1.5 s of the same work, in which its runtime compiles what is hot. "
        + "The peers read the same bytes: Node by a plain parser of lines and `JSON.parse`, .NET by `SseParser` of strings and source-generated JSON. "
        + "An eighth of the text is of a test run whose lines have a check mark; there Node's strings have two bytes a character.";

    public override IReadOnlyList<Measure> Measures { get; } = [.. Chunks.SelectMany(chunk => MeasuresOf(chunk.Name))];

    public override async Task RunAsync(Bench bench)
    {
        var wires = Chunks.Select(chunk => EventWire.Make(chunk.Length, ReaderBenchmark.Size)).ToArray();
        var nodes = new List<Child>();
        try
        {
            for (var i = 0; i < wires.Length && Floors.HasNode; i++)
            {
                var file = Path.Combine(bench.Folder, $"{i}.events");
                await File.WriteAllBytesAsync(file, wires[i].Bytes, bench.CancellationToken);
                nodes.Add(bench.Floors.StartNode("reader.mjs", file));
            }

            if (!bench.IsSmoke)
            {
                await WarmUpAsync(nodes);
            }

            foreach (var samples in bench.Rounds())
            {
                for (var i = 0; i < nodes.Count; i++)
                {
                    samples[$"Node {Chunks[i].Name}"] = wires[i].Megabytes / await NodeSecondsAsync(nodes[i], bench.Count(8, 1));
                }

                ReadOurs(bench, wires, samples);
            }
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static async Task WarmUpAsync(IReadOnlyList<Child> nodes)
    {
        foreach (var node in nodes)
        {
            await RepeatAsync(() => node.AskAsync("go"));
        }

        foreach (var (_, length) in Chunks)
        {
            var reader = new ReaderBenchmark { Chunk = length };
            reader.Setup();
            await RepeatAsync(reader.Text);
            await RepeatAsync(reader.Bytes);
            await RepeatAsync(reader.Hashed);
            await RepeatAsync(reader.Naive);
            reader.Cleanup();
        }
    }

    private static async Task RepeatAsync(Func<Task> work)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeToWarmUp;)
        {
            await work();
        }
    }

    private static async Task<double> NodeSecondsAsync(Child node, int times)
    {
        var seconds = new double[times];
        for (var i = 0; i < times; i++)
        {
            seconds[i] = Numbers.Read(await node.AskAsync("go"))[1];
        }

        return Statistics.Median(seconds);
    }

    private static void ReadOurs(Bench bench, EventWire[] wires, Samples samples)
    {
        var runs = Micro.Run<ReaderBenchmark>(bench, operations: 8);
        for (var i = 0; i < wires.Length; i++)
        {
            var (name, length) = Chunks[i];
            var ofChunk = runs.Where(run => Convert.ToInt32(run.Parameter, CultureInfo.InvariantCulture) == length).ToArray();
            // A call allocates too, however much comes; that is no event's.
            var ofCall = ofChunk.Single(run => run.Method == nameof(ReaderBenchmark.OneChunk)).Allocated;
            foreach (var (method, _, seconds, allocated) in ofChunk)
            {
                var strings = method == nameof(ReaderBenchmark.Bytes) ? 0 : wires[i].StringBytes;
                samples[$"{method} {name}"] = wires[i].Megabytes / seconds;
                samples[$"{method} {name} allocated"] = Math.Round((allocated - ofCall - strings) / wires[i].Events);
            }
        }
    }

    private static IEnumerable<Measure> MeasuresOf(string chunk)
    {
        var node = $"Node {chunk}";
        return
        [
            new($"{chunk}, text", "MB/s", $"Text {chunk}") { Against = node, Goal = Goal.RatioAtLeast(chunk == "40 B" ? 5 : 4) },
            new($"{chunk}, bytes", "MB/s", $"Bytes {chunk}") { Against = node, Goal = Goal.RatioAtLeast(8) },
            new($"{chunk}, hashed text", "MB/s", $"Hashed {chunk}") { Against = node },
            new($"{chunk}, text against naive .NET", "MB/s", $"Text {chunk}") { Against = $"Naive {chunk}" },
            new($"{chunk}, allocated by a text event besides its string", "B", $"Text {chunk} allocated") { Goal = Goal.AtMost(110) },
            new($"{chunk}, allocated by a bytes event", "B", $"Bytes {chunk} allocated") { Goal = Goal.AtMost(0) },
        ];
    }
}
