using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>A client of a backend that a test kills.</summary>
internal sealed class CrashClient : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public CrashClient(CrashHost host) => Client = new(_http, new() { ApiKey = host.Key, BaseAddress = host.Address });

    public FlapjackClient Client { get; }

    public Task<RunnerRun> WaitAsync(string runner, string run) => Client.WaitForRunAsync(runner, run, RunsBackend.Often, Limit.Token);

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }
}
