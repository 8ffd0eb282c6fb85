using Flapjack.Sdk;

namespace Flapjack.Cli.Tests;

/// <summary>A backend with one agent, whose computer is ready.</summary>
public sealed class BackendFixture : IAsyncLifetime
{
    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public string Agent { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Backend = await FlapjackBackend.StartAsync(new() { RateLimits = null, AllowLoopbackWebhooks = true });
        Client = Backend.CreateClient();
        Agent = (await Client.CreateAgentFromTemplateAsync(new() { Name = "tests", Template = ComputerTemplate.Blank })).Agent.Id;
        await Client.WaitUntilComputerReadyAsync(Agent);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Backend.DisposeAsync();
    }
}
