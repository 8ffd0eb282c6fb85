using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests;

/// <summary>A backend of one test's own, with clients that reach it on its port whatever host a request names.</summary>
public abstract class DoorRoom : IAsyncLifetime
{
    private protected FakeTimeProvider Clock { get; } = new(new(2027, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private protected AgentComputerBackend Backend { get; private set; } = null!;

    /// <summary>A client with the key of the default workspace.</summary>
    private protected HttpClient Http { get; private set; } = null!;

    private protected int Port => Backend.BaseAddress.Port;

    private protected virtual AgentComputerBackendOptions Options => new() { TimeProvider = Clock };

    public virtual async Task InitializeAsync()
    {
        Backend = await AgentComputerBackend.StartAsync(Options);
        Http = Client(Backend.ApiKey);
    }

    public virtual async Task DisposeAsync()
    {
        Http.Dispose();
        await Backend.DisposeAsync();
    }

    /// <summary>Starts another backend with the same options.</summary>
    private protected async Task RestartAsync()
    {
        await DisposeBackendAsync();
        Backend = await AgentComputerBackend.StartAsync(Options);
        Http = Client(Backend.ApiKey);
    }

    private protected async Task DisposeBackendAsync()
    {
        Http.Dispose();
        await Backend.DisposeAsync();
    }

    private protected HttpClient Client(string? token = null)
    {
        var client = new HttpClient(Handler()) { BaseAddress = Backend.BaseAddress, Timeout = Limit.Time };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
        return client;
    }

    private protected SocketsHttpHandler Handler()
    {
        var port = Port;
        return new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
    }

    /// <summary>Sends a request and reads the JSON of its answer, which must have the status; an empty object for an answer without a body.</summary>
    private protected async Task<JsonObject> CallAsync(HttpMethod method, string path, HttpStatusCode status, object? body = null, HttpClient? http = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await (http ?? Http).SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(status, "{0} {1} said {2}", method, path, text);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>A computer that runs.</summary>
    private protected async Task<string> ComputerAsync(string handle = "box")
    {
        var created = await CallAsync(HttpMethod.Post, "/v1/computers", HttpStatusCode.Accepted, new { handle });
        await EndedAsync(created);
        return (string)created["computer"]!["id"]!;
    }

    private protected async Task StopAsync(string computer) =>
        await EndedAsync(await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/actions/stop", HttpStatusCode.Accepted));

    private protected async Task PublishAsync(string computer, int port, string name, string visibility = "public") =>
        await EndedAsync(await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ports", HttpStatusCode.Accepted, new { port, name, visibility }));

    private protected async Task<JsonObject> SessionAsync(string computer, string kind) =>
        (await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/access-sessions", HttpStatusCode.Created, new { kind }))["session"]!.AsObject();

    /// <summary>Waits until the operation of an answer has succeeded.</summary>
    private protected Task EndedAsync(JsonObject answer) => Eventually.HoldsAsync(
        async () =>
        {
            var operation = (await CallAsync(HttpMethod.Get, $"/v1/operations/{answer["operation"]!["id"]}", HttpStatusCode.OK))["operation"]!;
            ((string?)operation["status"]).Should().NotBe("failed", "{0}", operation);
            return (string?)operation["status"] == "succeeded";
        },
        "the operation succeeds");

    private protected static string CodeOf(JsonObject refusal) => (string)refusal["error"]!["code"]!;

    private protected static string MessageOf(JsonObject refusal) => (string)refusal["error"]!["message"]!;
}
