using System.Text.Json;
using Flapjack.ReferenceBackend;

namespace Flapjack.Sdk.Extensions.AI.Tests;

/// <summary>A backend with a scripted model, and an agent whose blank computer takes commands.</summary>
public sealed class ComputerFixture : IAsyncLifetime
{
    public ScriptedChatModel Model { get; } = new();

    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public string AgentId { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await FlapjackBackend.StartAsync(new() { RateLimits = null, ChatModel = Model });
        Client = Backend.CreateClient(options => options.TimeProvider = new UnhurriedClock());
        AgentId = (await Client.CreateAgentFromTemplateAsync(new() { Name = "ready", Template = ComputerTemplate.Blank })).Agent.Id;
        await Client.WaitUntilComputerReadyAsync(AgentId, Limit.Token);
    }

    /// <summary>Calls a function of the computer, as a model would.</summary>
    public Task<JsonElement> CallAsync(string function, object arguments, ComputerToolsOptions? options = null) => CallAsync(Client, AgentId, function, arguments, options, Limit.Token);

    public static async Task<JsonElement> CallAsync(
        FlapjackClient client, string agentId, string function, object arguments, ComputerToolsOptions? options, CancellationToken cancellationToken)
    {
        var given = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        var tool = client.CreateComputerTools(agentId, options).Single(tool => tool.Name == function);
        return (JsonElement)(await tool.InvokeAsync(new(given), cancellationToken))!;
    }

    public async Task<string> BashAsync(string command) => (await Client.RunComputerAsync(AgentId, new() { Command = command }, Limit.Token)).EnsureSuccess().Stdout;

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Backend.DisposeAsync();
    }
}
