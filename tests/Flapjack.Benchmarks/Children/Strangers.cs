using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Children;

/// <summary>Processes that have nothing to do with any computer, as every machine has them. They end when this is disposed of, or this process ends.</summary>
internal sealed class Strangers : IAsyncDisposable
{
    private const string Script = "for i in $(seq $0); do sleep 600 & done; echo ready; read nothing; kill $(jobs -p)";

    private readonly Child _shell;

    private Strangers(Child shell) => _shell = shell;

    public static async Task<Strangers> StartAsync(Bench bench, int count)
    {
        var strangers = new Strangers(new("/bin/bash", ["-c", Script, $"{count}"], bench.CancellationToken));
        await strangers._shell.ReadLineAsync();
        return strangers;
    }

    public ValueTask DisposeAsync() => _shell.DisposeAsync();
}
