using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>A backend whose agents are answered by a scripted model, with an agent and as many threads as a test wants.</summary>
internal sealed class ScriptedBackend : IAsyncDisposable
{
    private ScriptedBackend(TestBackend backend, string agentId) => (Backend, AgentId) = (backend, agentId);

    public TestBackend Backend { get; }

    public string AgentId { get; }

    public static Task<ScriptedBackend> StartAsync(ScriptedChatModel model, Action<FlapjackBackendOptions>? configure = null) =>
        StartAsync((IChatClient)model, configure);

    public static async Task<ScriptedBackend> StartAsync(IChatClient model, Action<FlapjackBackendOptions>? configure = null)
    {
        var backend = await TestBackend.StartAsync(options =>
        {
            options.ChatModel = model;
            configure?.Invoke(options);
        });
        var agent = await backend.PostAsync("/api/agents", """{"name":"Cook","stablePreamble":"You cook."}""");
        return new(backend, agent.Text("id"));
    }

    /// <summary>Creates a thread; returns its id.</summary>
    /// <param name="more">Further fields of the body, with a comma before each.</param>
    public async Task<string> CreateThreadAsync(string more = "") =>
        (await Backend.PostAsync("/api/threads", $$"""{"agentId":"{{AgentId}}"{{more}}}""")).Text("id");

    /// <summary>Sends a message and reads the answer to its end.</summary>
    public Task<HttpAnswer> SendAsync(string threadId, string body, params (string Name, string Value)[] headers) =>
        Backend.PostAsync($"/api/threads/{threadId}/messages", body, headers);

    /// <summary>Sends a message and leaves the answer to be read.</summary>
    public Task<HttpResponseMessage> OpenAsync(string threadId, string body, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/threads/{threadId}/messages") { Content = TestBackend.JsonText(body) };
        return Backend.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends a message, and reads the answer while it comes.</summary>
    public Task<SseStream> StreamAsync(string threadId, string body, params (string Name, string Value)[] headers) =>
        StreamAsync(Backend.Client, threadId, body, headers);

    public static Task<SseStream> StreamAsync(HttpClient client, string threadId, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/threads/{threadId}/messages") { Content = TestBackend.JsonText(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SseStream.OpenAsync(client, request);
    }

    /// <summary>Reads the events of a turn again.</summary>
    public Task<HttpAnswer> ReadAgainAsync(string threadId, string turnId, params (string Name, string Value)[] headers) =>
        TestBackend.SendAsync(Backend.Client, HttpMethod.Get, $"/api/threads/{threadId}/messages/{turnId}/events", null, headers);

    public Task<HttpAnswer> StopAsync(string threadId) => Backend.PostAsync($"/api/threads/{threadId}/stop", "{}");

    public ValueTask DisposeAsync() => Backend.DisposeAsync();
}
