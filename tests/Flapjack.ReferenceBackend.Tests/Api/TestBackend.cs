using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>A backend and bare HTTP clients for it: what goes over the wire is text here, never a record of the SDK.</summary>
public sealed class TestBackend : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>How long anything may take before a test that hangs is ended.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly List<HttpClient> _clients = [];

    public FlapjackBackend Backend { get; private set; } = null!;

    /// <summary>Sends the default organization's key.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Sends no key.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public static async Task<TestBackend> StartAsync(Action<FlapjackBackendOptions>? configure = null)
    {
        var started = new TestBackend();
        await started.InitializeAsync(configure);
        return started;
    }

    public Task InitializeAsync() => InitializeAsync(null);

    public HttpClient ClientOf(string? key) => ClientOf(key, new SocketsHttpHandler
    {
        UseProxy = false,
        // Who says "Expect: 100-continue" waits for the answer, however busy the machine is.
        Expect100ContinueTimeout = Patience,
    });

    /// <summary>Sends the default organization's key over pipes in memory.</summary>
    public HttpClient MemoryClient() => ClientOf(Backend.ApiKey, Backend.CreateHandler());

    /// <summary>A client of another organization.</summary>
    public HttpClient StrangerOf(params string[] scopes) => ClientOf(Backend.CreateApiKey(Guid.NewGuid().ToString(), scopes));

    internal Task<HttpAnswer> GetAsync(string path) => SendAsync(Client, HttpMethod.Get, path);

    internal Task<HttpAnswer> DeleteAsync(string path) => SendAsync(Client, HttpMethod.Delete, path);

    internal Task<HttpAnswer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(Client, HttpMethod.Post, path, body, headers);

    internal Task<HttpAnswer> CreateAsync(string body, params (string Name, string Value)[] headers) =>
        PostAsync("/api/agents/from-template", body, headers);

    internal static async Task<HttpAnswer> SendAsync(
        HttpClient client, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonText(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await HttpAnswer.OfAsync(await client.SendAsync(request));
    }

    /// <summary>Creates an agent; its computer is bootstrapping.</summary>
    internal async Task<string> CreateAgentAsync(string body = """{"template":"blank"}""")
    {
        var answer = await CreateAsync(body);
        answer.Status.Should().Be(201, answer.Body);
        return answer.Text("agent", "id");
    }

    /// <summary>Creates an agent and follows its bootstrap to the good end.</summary>
    internal async Task<string> CreateReadyAgentAsync(string body = """{"template":"blank"}""")
    {
        var agentId = await CreateAgentAsync(body);
        var frames = await ReadBootstrapAsync(agentId);
        frames[^1].Data.GetProperty("status").GetString().Should().Be("ready", string.Join('\n', frames));
        return agentId;
    }

    internal Task<SseStream> OpenBootstrapAsync(string agentId) =>
        SseStream.OpenAsync(Client, new(HttpMethod.Get, $"/api/agents/{agentId}/computer/bootstrap/stream"));

    /// <summary>The frames of the latest bootstrap, to its end.</summary>
    internal async Task<List<SseFrame>> ReadBootstrapAsync(string agentId)
    {
        using var stream = await OpenBootstrapAsync(agentId);
        return await stream.ReadFramesAsync();
    }

    /// <summary>Starts a command.</summary>
    /// <param name="agentId">Whose computer.</param>
    /// <param name="command">The command, as text.</param>
    /// <param name="more">Further fields of the body, with a comma before each.</param>
    internal Task<SseStream> ExecAsync(string agentId, string command, string more = "") => ExecAsync(Client, agentId, command, more);

    internal static Task<SseStream> ExecAsync(HttpClient client, string agentId, string command, string more = "") => SseStream.OpenAsync(
        client,
        new(HttpMethod.Post, $"/api/agents/{agentId}/computer/exec") { Content = JsonText($$"""{"command":{{Quoted(command)}}{{more}}}""") });

    /// <summary>Runs a command to its end.</summary>
    internal async Task<ExecOutcome> RunAsync(string agentId, string command, string more = "")
    {
        using var stream = await ExecAsync(agentId, command, more);
        return new(await stream.ReadFramesAsync());
    }

    /// <summary>The host's folder that is the computer's HOME.</summary>
    internal async Task<string> HomeOfAsync(string agentId) => (await RunAsync(agentId, "printf %s \"$HOME\"")).Stdout;

    internal static string Quoted(string text) => JsonValue.Create(text).ToJsonString(JsonSerializerOptions.Default);

    internal static StringContent JsonText(string text) => new(text, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Backend.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    private HttpClient ClientOf(string? key, HttpMessageHandler handler)
    {
        var client = new HttpClient(handler) { BaseAddress = Backend.BaseAddress, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        _clients.Add(client);
        return client;
    }

    private async Task InitializeAsync(Action<FlapjackBackendOptions>? configure)
    {
        var options = new FlapjackBackendOptions { RateLimits = null }.WithShellsAheadOfTests();
        configure?.Invoke(options);
        Backend = await FlapjackBackend.StartAsync(options);
        Client = ClientOf(Backend.ApiKey);
        Anonymous = ClientOf(null);
    }
}
