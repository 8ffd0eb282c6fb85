using BenchmarkDotNet.Attributes;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Clients;

/// <summary>What BenchmarkDotNet runs for row 2. It makes this object, so it must be public.</summary>
public class ReaderBenchmark
{
    private EventWire _wire = null!;
    private FlapjackClient _documented = null!;
    private FlapjackClient _exact = null!;
    private FlapjackClient _short = null!;

    /// <summary>How much output each operation reads.</summary>
    public const int Size = 4 * 1024 * 1024;

    /// <summary>How long each chunk is.</summary>
    [Params(40, 1024, 32 * 1024)]
    public int Chunk { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _wire = EventWire.Make(Chunk, Size);
        _documented = ClientOf(_wire, null);
        _exact = ClientOf(_wire, "idempotent-exec, resume, detach, stop, exact-output");
        _short = ClientOf(EventWire.Make(Chunk, Chunk), null);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _documented.Dispose();
        _exact.Dispose();
        _short.Dispose();
    }

    [Benchmark]
    public Task<long> Text() => ReadAsync(_documented, static output => output.Chunk.Length);

    [Benchmark]
    public Task<long> Bytes() => ReadAsync(_documented, static output => output.Bytes.Length, lendsOutput: true);

    [Benchmark]
    public Task<long> Hashed() => ReadAsync(_exact, static output => output.Chunk.Length);

    [Benchmark]
    public Task<long> Naive() => NaiveClient.ReadAsync(new MemoryStream(_wire.Bytes, writable: false));

    /// <summary>What a call costs of which next to no output comes: its one chunk makes the event and the buffer that later ones would use again.</summary>
    [Benchmark]
    public Task<long> OneChunk() => ReadAsync(_short, static output => output.Bytes.Length, lendsOutput: true);

    private static FlapjackClient ClientOf(EventWire wire, string? extensions) =>
        new(new HttpClient(new AnswerInMemory(wire.Bytes, extensions)), new() { ApiKey = "key", BaseAddress = new("http://flapjack.invalid/") });

    private static async Task<long> ReadAsync(FlapjackClient client, Func<ExecOutputEvent, int> lengthOf, bool lendsOutput = false)
    {
        long length = 0;
        await foreach (var item in client.ExecComputerAsync("agent", new() { Command = "cat log", LendsOutput = lendsOutput }))
        {
            length += item is ExecOutputEvent output ? lengthOf(output) : 0;
        }

        return length;
    }
}
