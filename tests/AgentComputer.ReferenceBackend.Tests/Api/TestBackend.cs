using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AgentComputer.ReferenceBackend.Tests.Api;

/// <summary>A backend and bare HTTP clients for it: what goes over the wire is text here, never a record of the SDK.</summary>
public sealed class TestBackend : IAsyncLifetime, IAsyncDisposable
{
    private readonly List<HttpClient> _clients = [];

    public AgentComputerBackend Backend { get; private set; } = null!;

    /// <summary>Sends the default workspace's key.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Sends no key.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public static async Task<TestBackend> StartAsync(Action<AgentComputerBackendOptions>? configure = null)
    {
        var started = new TestBackend();
        var options = new AgentComputerBackendOptions { Port = null };
        configure?.Invoke(options);
        started.Backend = await AgentComputerBackend.StartAsync(options);
        started.Client = started.ClientOf(started.Backend.ApiKey);
        started.Anonymous = started.ClientOf(null);
        return started;
    }

    public async Task InitializeAsync()
    {
        var started = await StartAsync();
        (Backend, Client, Anonymous) = (started.Backend, started.Client, started.Anonymous);
        _clients.AddRange(started._clients);
    }

    public HttpClient ClientOf(string? key)
    {
        var client = new HttpClient(Backend.CreateHandler()) { BaseAddress = Backend.BaseAddress, Timeout = Limit.Time };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client of another workspace.</summary>
    public HttpClient StrangerOf(string workspaceId) => ClientOf(Backend.CreateApiKey(workspaceId));

    internal Task<HttpAnswer> GetAsync(string path) => SendAsync(Client, HttpMethod.Get, path);

    internal Task<HttpAnswer> DeleteAsync(string path) => SendAsync(Client, HttpMethod.Delete, path);

    internal Task<HttpAnswer> PatchAsync(string path, string body) => SendAsync(Client, HttpMethod.Patch, path, body);

    internal Task<HttpAnswer> PostAsync(string path, string? body = null) => SendAsync(Client, HttpMethod.Post, path, body);

    internal static async Task<HttpAnswer> SendAsync(HttpClient client, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        return await HttpAnswer.OfAsync(await client.SendAsync(request));
    }

    /// <summary>Creates a computer that runs; returns its id.</summary>
    internal async Task<string> CreateAsync(string body = "{}", HttpClient? client = null)
    {
        var answer = await SendAsync(client ?? Client, HttpMethod.Post, "/v1/computers", body);
        answer.Status.Should().Be(202, answer.Body);
        await SucceededAsync(answer, client);
        return answer.Text("computer", "id");
    }

    /// <summary>Waits for the end of the operation that an answer announces, which must be a success.</summary>
    internal async Task SucceededAsync(HttpAnswer answer, HttpClient? client = null) =>
        (await EndedAsync(answer, client)).GetProperty("status").GetString().Should().Be("succeeded");

    /// <summary>Waits for the end of the operation that an answer announces.</summary>
    internal Task<JsonElement> EndedAsync(HttpAnswer answer, HttpClient? client = null) => EndedAsync(client ?? Client, answer.Text("operation", "id"));

    internal static async Task<JsonElement> EndedAsync(HttpClient client, string operationId)
    {
        var operation = default(JsonElement);
        await Eventually.HoldsAsync(
            async () =>
            {
                operation = (await SendAsync(client, HttpMethod.Get, $"/v1/operations/{operationId}")).Of("operation");
                return operation.GetProperty("completed_at").ValueKind == JsonValueKind.String;
            },
            "the operation ends");
        return operation;
    }

    internal async Task<string> StateAsync(string id) => (await GetAsync($"/v1/computers/{id}")).Text("computer", "state");

    /// <summary>Stops a computer that runs.</summary>
    internal async Task StopAsync(string id) => await SucceededAsync(await PostAsync($"/v1/computers/{id}/actions/stop"));

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Backend.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
