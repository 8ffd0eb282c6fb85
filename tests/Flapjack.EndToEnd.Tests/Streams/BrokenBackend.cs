using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Streams;

/// <summary>A backend whose answers a plan spoils, with a ready computer and a client that comes back quickly.</summary>
internal sealed class BrokenBackend : IAsyncDisposable
{
    private readonly HttpClient _http;

    private BrokenBackend(FlapjackBackend backend, HttpClient http, FlapjackClient client) => (Backend, _http, Client) = (backend, http, client);

    public FlapjackBackend Backend { get; }

    public FlapjackClient Client { get; }

    public FaultPlan Faults { get; private init; } = null!;

    public string AgentId { get; private set; } = null!;

    /// <param name="transport">"tcp", or "memory" for pipes without a port.</param>
    /// <param name="extensions">Whether the server knows our additions to the wire.</param>
    /// <param name="seed">What random faults are drawn by.</param>
    public static async Task<BrokenBackend> StartAsync(string transport = "tcp", bool extensions = true, int seed = 0)
    {
        var faults = new FaultPlan(seed);
        // Its clock stands still: no command is given up because its reader was slow to come back, and every answer is as long as the next.
        var backend = await FlapjackBackend.StartAsync(
            new FlapjackBackendOptions { Faults = faults, Extensions = extensions, RateLimits = null, TimeProvider = new FakeTimeProvider() }.WithShellsAheadOfTests());
        var http = new HttpClient(transport == "tcp" ? new SocketsHttpHandler { UseProxy = false, MaxResponseDrainSize = 0 } : backend.CreateHandler());
        var client = new FlapjackClient(http, new()
        {
            ApiKey = backend.ApiKey,
            BaseAddress = backend.BaseAddress,
            MaxRetries = 10,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            TimeProvider = new UnhurriedClock(),
        });
        var broken = new BrokenBackend(backend, http, client) { Faults = faults };
        broken.AgentId = await client.CreateReadyAsync(new() { Name = "broken", Template = ComputerTemplate.Blank });
        return broken;
    }

    public Task<ComputerExecResult> RunAsync(string command) => Client.RunAsync(AgentId, command);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        await Backend.DisposeAsync();
    }
}
