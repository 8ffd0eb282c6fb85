using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

/// <summary>A backend with a computer that runs, and a session that opens it. Frames are literal: this class only puts the prefix before them.</summary>
public sealed class GatewayRoom : IAsyncLifetime, IAsyncDisposable
{
    private AgentComputerBackend _backend = null!;

    internal FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch.AddYears(60));

    internal HttpClient Gateway { get; private set; } = null!;

    internal HttpClient Api { get; private set; } = null!;

    internal string ComputerId { get; private set; } = "";

    internal string SessionId { get; private set; } = "";

    internal AgentComputerBackend Backend => _backend;

    internal static async Task<GatewayRoom> StartAsync(Action<AgentComputerBackendOptions> configure)
    {
        var room = new GatewayRoom();
        await room.InitializeAsync(configure);
        return room;
    }

    public Task InitializeAsync() => InitializeAsync(_ => { });

    private async Task InitializeAsync(Action<AgentComputerBackendOptions> configure)
    {
        var options = new AgentComputerBackendOptions { TimeProvider = Clock, IdleAfter = Timeout.InfiniteTimeSpan };
        configure(options);
        _backend = await AgentComputerBackend.StartAsync(options);
        Api = ClientOf(_backend.ApiKey);
        ComputerId = await NewComputerAsync();
        (Gateway, SessionId) = NewSession(ComputerId);
    }

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        Api.Dispose();
        await _backend.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <summary>Makes a computer and waits until it runs.</summary>
    internal async Task<string> NewComputerAsync()
    {
        var id = (string)(await JsonOf(await Api.PostAsync("/v1/computers", Json("{}"))))["computer"]!["id"]!;
        await StateBecomesAsync(id, "running");
        return id;
    }

    internal Task StateBecomesAsync(string id, string state) => Eventually.HoldsAsync(
        async () => (string?)(await JsonOf(await Api.GetAsync($"/v1/computers/{id}")))["computer"]?["state"] == state, $"the computer has to be {state}");

    internal (HttpClient Client, string SessionId) NewSession(string computerId)
    {
        var (session, token) = _backend.Parts.Sessions.Add(computerId, "exec", TimeSpan.FromDays(1000));
        return (ClientOf(token), session.Id);
    }

    internal HttpClient ClientOf(string token)
    {
        var client = new HttpClient(_backend.CreateHandler()) { BaseAddress = new("http://agentcomputer.invalid"), Timeout = Limit.Time };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    internal static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    internal static async Task<JsonObject> JsonOf(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

    internal static byte[] Frame(string payload, byte flags = 0) => Frame(Encoding.UTF8.GetBytes(payload), flags);

    internal static byte[] Frame(byte[] payload, byte flags = 0)
    {
        var prefix = new byte[5];
        prefix[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), payload.Length);
        return [.. prefix, .. payload];
    }

    internal static ByteArrayContent Body(byte[] bytes, string type = "application/connect+json")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new(type);
        return content;
    }

    /// <summary>Calls a unary method that succeeds.</summary>
    internal async Task<string> UnaryAsync(string method, string json)
    {
        using var answer = await Gateway.PostAsync($"/process.Process/{method}", Json(json));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, text);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        return text;
    }

    /// <summary>Calls a unary method that is refused.</summary>
    internal async Task<(int Status, string Code, string Message)> RefusedAsync(string method, HttpContent body, HttpClient? client = null)
    {
        using var answer = await (client ?? Gateway).PostAsync($"/process.Process/{method}", body);
        var error = await JsonOf(answer);
        return ((int)answer.StatusCode, (string)error["code"]!, (string)error["message"]!);
    }

    /// <summary>Opens a stream.</summary>
    internal async Task<GatewayStream> OpenAsync(string method, HttpContent body, Action<HttpRequestHeaders>? headers = null, HttpClient? client = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/process.Process/{method}") { Content = body };
        headers?.Invoke(request.Headers);
        var answer = await (client ?? Gateway).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return new(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>Starts a process.</summary>
    internal async Task<(GatewayStream Stream, int Pid)> StartAsync(string json, Action<HttpRequestHeaders>? headers = null)
    {
        var stream = await OpenAsync("Start", Body(Frame(json)), headers);
        var first = await stream.NextAsync();
        return (stream, (int)first["event"]!["start"]!["pid"]!);
    }
}
