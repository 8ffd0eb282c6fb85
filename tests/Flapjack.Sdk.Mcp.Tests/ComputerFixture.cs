using Flapjack.ReferenceBackend;

namespace Flapjack.Sdk.Mcp.Tests;

/// <summary>A backend, and an agent whose blank computer takes commands.</summary>
public sealed class ComputerFixture : IAsyncLifetime
{
    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public string AgentId { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await FlapjackBackend.StartAsync(new() { RateLimits = null });
        Client = Backend.CreateClient(options => options.TimeProvider = new UnhurriedClock());
        AgentId = (await Client.CreateAgentFromTemplateAsync(new() { Name = "ready", Template = ComputerTemplate.Blank })).Agent.Id;
        await Client.WaitUntilComputerReadyAsync(AgentId, Limit.Token);
    }

    public async Task<string> BashAsync(string command) => (await Client.RunComputerAsync(AgentId, new() { Command = command }, Limit.Token)).Stdout;

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Backend.DisposeAsync();
    }
}
