using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

/// <summary>A backend without a TCP port, and an agent whose computer is ready.</summary>
internal sealed class PortlessBackend : IAsyncDisposable
{
    private readonly Lazy<Task> _stop;

    private PortlessBackend(FlapjackBackend backend)
    {
        Backend = backend;
        _stop = new(() => backend.DisposeAsync().AsTask());
        Client = backend.CreateClient();
        Http = new(backend.CreateHandler()) { BaseAddress = backend.BaseAddress };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);
    }

    public FlapjackBackend Backend { get; }

    public FlapjackClient Client { get; }

    public HttpClient Http { get; }

    public string AgentId { get; private set; } = "";

    public static async Task<PortlessBackend> StartAsync()
    {
        var portless = new PortlessBackend(await FlapjackBackend.StartAsync(new() { Port = null, RateLimits = null }));
        var created = await portless.Client.CreateAgentFromTemplateAsync(new() { Name = "portless", Template = ComputerTemplate.Blank });
        portless.AgentId = created.Agent.Id;
        await portless.Client.WaitUntilComputerReadyAsync(portless.AgentId);
        return portless;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        await StopAsync();
    }

    public Task StopAsync() => _stop.Value;
}
