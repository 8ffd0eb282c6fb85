using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

/// <summary>A computer whose published ports lead to a web server of the test.</summary>
public abstract class PublishedRoom : DoorRoom
{
    private protected AppOnThePort App { get; private set; } = null!;

    private protected string Computer { get; private set; } = null!;

    /// <summary>A client without a key.</summary>
    private protected HttpClient Visitor { get; private set; } = null!;

    private protected string Web => $"http://web--box.localhost:{Port}";

    private protected override AgentComputerBackendOptions Options => new() { TimeProvider = Clock, ChecksPortOwners = false };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        App = await AppOnThePort.StartAsync();
        Computer = await ComputerAsync();
        Visitor = Client();
    }

    public override async Task DisposeAsync()
    {
        Visitor.Dispose();
        await base.DisposeAsync();
        await App.DisposeAsync();
    }

    /// <summary>Sends a request that must reach the server, and reads what the server has seen.</summary>
    private protected async Task<JsonObject> SeenAsync(HttpRequestMessage request)
    {
        using var answer = await Visitor.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private protected static HttpRequestMessage Get(string url, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
