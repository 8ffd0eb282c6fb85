using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Threads;

/// <summary>A backend with an agent, for things that an agent's threads own.</summary>
public sealed class BackendWithAgent : IAsyncLifetime
{
    internal TestBackend Backend { get; private set; } = null!;

    internal string AgentId { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await TestBackend.StartAsync();
        AgentId = await Backend.CreateAgentAsync();
    }

    public async Task DisposeAsync() => await Backend.DisposeAsync();

    /// <summary>Creates a thread; returns its id.</summary>
    /// <param name="more">Further fields of the body, with a comma before each.</param>
    internal async Task<string> CreateThreadAsync(string more = "") => (await PostThreadAsync(more)).Text("id");

    internal async Task<HttpAnswer> PostThreadAsync(string more = "")
    {
        var created = await Backend.PostAsync("/api/threads", $$"""{"agentId":"{{AgentId}}"{{more}}}""");
        created.Status.Should().Be(200, created.Body);
        return created;
    }

    internal Task<HttpAnswer> SendAsync(string method, string path, string? body = null) => TestBackend.SendAsync(Backend.Client, new(method), path, body);
}
