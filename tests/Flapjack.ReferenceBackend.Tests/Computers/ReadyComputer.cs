using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A backend with one agent whose computer is ready, and the additions to the wire as calls on it.</summary>
public sealed class ReadyComputer : IAsyncLifetime, IAsyncDisposable
{
    private HttpClient _client = null!;

    public TestBackend Server { get; private set; } = null!;

    public string Agent { get; private set; } = null!;

    /// <summary>The host's folder that is the computer's HOME.</summary>
    public string Home { get; private set; } = null!;

    /// <summary>The backend's clock, which stands still.</summary>
    internal FakeTimeProvider Clock { get; private set; } = null!;

    internal string ExecPath => $"/api/agents/{Agent}/computer/exec";

    public static async Task<ReadyComputer> StartAsync(Action<FlapjackBackendOptions>? configure = null)
    {
        var started = new ReadyComputer();
        await started.InitializeAsync(configure);
        return started;
    }

    public Task InitializeAsync() => InitializeAsync(null);

    public static string NewKey() => Guid.NewGuid().ToString();

    public static (string Name, string Value) Key(string key) => ("Idempotency-Key", key);

    public static (string Name, string Value) Detach(int seconds) => ("Flapjack-Detach-Seconds", seconds.ToString(CultureInfo.InvariantCulture));

    public static (string Name, string Value) After(string id) => ("Last-Event-ID", id);

    internal static string Body(string command, string more = "") => $$"""{"command":{{TestBackend.Quoted(command)}}{{more}}}""";

    /// <summary>A client that closes a connection at once when its answer is disposed of, and whose socket takes little that nobody reads.</summary>
    internal HttpClient NewClient(string? apiKey = null)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ResponseDrainTimeout = TimeSpan.Zero,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 64 * 1024 };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        client.BaseAddress = Server.Backend.BaseAddress;
        client.Timeout = TimeSpan.FromMinutes(5);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey ?? Server.Backend.ApiKey);
        return client;
    }

    /// <summary>Sends a command and reads what it says while it comes.</summary>
    internal Task<SseStream> ExecAsync(string command, params (string Name, string Value)[] headers) => ExecAsync(Agent, command, headers);

    internal Task<SseStream> ExecAsync(string agent, string command, (string Name, string Value)[] headers) =>
        OpenAsync(HttpMethod.Post, $"/api/agents/{agent}/computer/exec", Body(command), headers);

    /// <summary>Sends a command that may run for an hour.</summary>
    internal Task<SseStream> ExecLongAsync(string command, params (string Name, string Value)[] headers) =>
        OpenAsync(HttpMethod.Post, ExecPath, Body(command, ",\"timeoutSec\":3600"), headers);

    /// <summary>Sends a command and takes the whole answer, whatever it is.</summary>
    internal Task<HttpAnswer> PostAsync(string body, params (string Name, string Value)[] headers) =>
        TestBackend.SendAsync(_client, HttpMethod.Post, ExecPath, body, headers);

    /// <summary>Runs a command to its end.</summary>
    internal async Task<List<SseFrame>> RunAsync(string command, params (string Name, string Value)[] headers)
    {
        using var stream = await ExecAsync(command, headers);
        return await stream.ReadFramesAsync();
    }

    /// <summary>Reads a command's stream again.</summary>
    internal Task<SseStream> ReadAgainAsync(string execId, params (string Name, string Value)[] headers) =>
        OpenAsync(HttpMethod.Get, $"{ExecPath}/{execId}", null, headers);

    /// <summary>Reads a command's stream again to its end, and takes the answer whatever it is.</summary>
    internal Task<HttpAnswer> GetAsync(string execId, params (string Name, string Value)[] headers) =>
        TestBackend.SendAsync(_client, HttpMethod.Get, $"{ExecPath}/{execId}", null, headers);

    internal Task<HttpAnswer> StopAsync(string execId) => TestBackend.SendAsync(_client, HttpMethod.Delete, $"{ExecPath}/{execId}");

    internal Task<HttpAnswer> StopKeyAsync(string key) => TestBackend.SendAsync(_client, HttpMethod.Delete, $"{ExecPath}?key={Uri.EscapeDataString(key)}");

    /// <summary>How often a command has written a line to a file of its HOME.</summary>
    internal int LinesOf(string file) => File.Exists(InHome(file)) ? File.ReadAllLines(InHome(file)).Length : 0;

    internal string InHome(string file) => Path.Combine(Home, file);

    /// <summary>What a command writes to a pipe of its HOME, as soon as it has written it.</summary>
    internal Task<string> ReadPipeAsync(string pipe) => Task.Run(() => File.ReadAllText(InHome(pipe))).WaitAsync(TestBackend.Patience);

    /// <summary>Shell that waits until <see cref="Open"/> was called for the gate.</summary>
    internal static string WaitAt(string gate) => $"until [ -e \"$HOME/{gate}\" ]; do sleep 0.01; done";

    internal void Open(string gate) => File.WriteAllText(InHome(gate), "");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    private async Task<SseStream> OpenAsync(HttpMethod method, string path, string? body, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : TestBackend.JsonText(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SseStream.OpenAsync(_client, request);
    }

    private async Task InitializeAsync(Action<FlapjackBackendOptions>? configure)
    {
        Server = await TestBackend.StartAsync(options =>
        {
            // It stands still: no comment comes between two frames, and no command runs into its timeout, because the machine is busy.
            options.TimeProvider = Clock = new FakeTimeProvider();
            configure?.Invoke(options);
        });
        _client = NewClient();
        Agent = await Server.CreateReadyAgentAsync();
        Home = await Server.HomeOfAsync(Agent);
    }
}
