using System.Net.Http.Json;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Faults;

/// <summary>A backend with an agent whose blank computer is ready, a plan whose rules are yet to be added, and a bare client.</summary>
internal sealed class FaultyBackend : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private FaultyBackend(FlapjackBackend backend, FaultPlan plan, Wire wire)
    {
        Backend = backend;
        Plan = plan;
        Http = new(wire == Wire.Tcp ? new SocketsHttpHandler { UseProxy = false, MaxResponseDrainSize = 0 } : backend.CreateHandler())
        {
            BaseAddress = backend.BaseAddress,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);
    }

    public FlapjackBackend Backend { get; }

    public FaultPlan Plan { get; }

    public HttpClient Http { get; }

    public string AgentId { get; private set; } = "";

    public string Computer => $"/api/agents/{AgentId}/computer";

    public string BootstrapStream => $"{Computer}/bootstrap/stream";

    /// <summary>What the bootstrap stream sends when nothing is wrong, each time the same.</summary>
    public byte[] Recording { get; private set; } = [];

    public static async Task<FaultyBackend> StartAsync(Wire wire, int seed = 0, TimeProvider? clock = null)
    {
        var plan = new FaultPlan(seed);
        var options = new FlapjackBackendOptions
        {
            Port = wire == Wire.Tcp ? 0 : null,
            Faults = plan,
            RateLimits = null,
            TimeProvider = clock ?? TimeProvider.System,
        };
        var faulty = new FaultyBackend(await FlapjackBackend.StartAsync(options), plan, wire);
        using var answer = await faulty.CreateAgentAsync("the-computer");
        using var created = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        faulty.AgentId = created.RootElement.GetProperty("agent").GetProperty("id").GetString()!;
        // The first reading ends when the bootstrap does; the second has no keep-alives.
        await faulty.Http.GetByteArrayAsync(faulty.BootstrapStream).WaitAsync(Patience);
        faulty.Recording = await faulty.Http.GetByteArrayAsync(faulty.BootstrapStream).WaitAsync(Patience);
        return faulty;
    }

    public Task<HttpResponseMessage> CreateAgentAsync(string externalAppId) =>
        Http.PostAsJsonAsync("/api/agents/from-template", new { name = "faulty", template = "blank", externalAppId });

    public async Task<HttpResponseMessage> ExecAsync(string command)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Computer}/exec") { Content = JsonContent.Create(new { command }) };
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
    }

    /// <summary>Reads an answer's body as far as it comes.</summary>
    public async Task<ReceivedBody> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        return await ReceivedBody.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Backend.DisposeAsync();
    }
}
