using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>A backend with a scripted model, a client of it, and what runs need. Each test uses words of its own in its prompts.</summary>
public sealed class RunsBackend : IAsyncLifetime
{
    /// <summary>How runs are waited for: a test does not want to wait a second for the next poll.</summary>
    public static readonly RunPollOptions Often = new() { Interval = TimeSpan.FromMilliseconds(20) };

    public ScriptedChatModel Model { get; } = new();

    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await FlapjackBackend.StartAsync(new() { ChatModel = Model, AllowLoopbackWebhooks = true, RateLimits = null });
        Client = Backend.CreateClient();
    }

    /// <summary>Creates a runner with these steps; returns its id.</summary>
    public Task<string> CreateRunnerAsync(params AddRunnerStepRequest[] steps) => Client.CreateRunnerAsync(steps);

    /// <summary>A step whose model is told a prompt.</summary>
    public static AddRunnerStepRequest Ask(string prompt, string? name = null) =>
        new() { Kind = RunnerStepKind.Agent, Name = name, Config = JsonSerializer.SerializeToElement(new { prompt }) };

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
