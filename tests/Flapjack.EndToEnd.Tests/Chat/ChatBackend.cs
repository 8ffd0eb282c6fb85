using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Chat;

/// <summary>A backend with a scripted model, a client of it, and an agent without a computer. Each test uses words of its own in its messages.</summary>
public sealed class ChatBackend : IAsyncLifetime
{
    public ScriptedChatModel Model { get; } = new();

    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public string AgentId { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await FlapjackBackend.StartAsync(new() { ChatModel = Model });
        Client = Backend.CreateClient();
        AgentId = await CreateAgentAsync();
    }

    public async Task<string> CreateAgentAsync() => (await Client.CreateAgentAsync(new() { Name = "Ada", StablePreamble = "You are Ada." }, Limit.Token)).Id;

    /// <summary>Creates a thread of the agent; returns its id.</summary>
    public async Task<string> CreateThreadAsync(string? agentId = null) => (await Client.CreateThreadAsync(agentId ?? AgentId, Limit.Token)).Id;

    /// <summary>What the model was asked about a message.</summary>
    public ScriptedRequest[] RequestsWith(string text) => [.. Model.Requests.Where(request => request.Text.Contains(text, StringComparison.Ordinal))];

    public async Task DisposeAsync()
    {
        Client?.Dispose();
        if (Backend is not null)
        {
            await Backend.DisposeAsync();
        }

        Model.Dispose();
    }
}
