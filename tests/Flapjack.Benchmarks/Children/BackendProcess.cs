using Flapjack.Benchmarks.Runner;
using Flapjack.Benchmarks.Serving;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Children;

/// <summary>A backend in a process of its own, on a port of the loopback interface.</summary>
internal sealed class BackendProcess : Child
{
    private BackendProcess(ServeSettings settings, CancellationToken cancellationToken)
        : base(Environment.ProcessPath!, [ServeProgram.Argument, settings.Write()], cancellationToken)
    {
    }

    public Uri BaseAddress { get; private set; } = null!;

    public string ApiKey { get; private set; } = null!;

    /// <summary>How long the start took, inside the process.</summary>
    public TimeSpan StartedIn { get; private set; }

    public static async Task<BackendProcess> StartAsync(Bench bench, ServeSettings? settings = null)
    {
        var backend = new BackendProcess(settings ?? new(), bench.CancellationToken);
        try
        {
            var words = (await backend.ReadLineAsync()).Split(' ');
            backend.BaseAddress = new(words[0]);
            backend.ApiKey = words[1];
            backend.StartedIn = TimeSpan.FromSeconds(Numbers.Read(words[2])[0]);
            return backend;
        }
        catch
        {
            await backend.DisposeAsync();
            throw;
        }
    }

    public FlapjackClient CreateClient() => new(new FlapjackClientOptions { ApiKey = ApiKey, BaseAddress = BaseAddress });

    /// <summary>The managed heap behind a full collection.</summary>
    public async Task<double> ReadHeapAsync() => Numbers.Read(await AskAsync("heap"))[0];

    /// <summary>Makes old what the backend keeps for seconds.</summary>
    public Task SkipTimeAsync() => AskAsync(ServeProgram.Skip);

    /// <summary>Lets the backend close, and returns how long that took.</summary>
    public async Task<TimeSpan> CloseAsync()
    {
        CloseInput();
        return TimeSpan.FromSeconds(Numbers.Read(await ReadLineAsync())[0]);
    }
}
