using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Flapjack.Sdk.Mcp.Tests;

/// <summary>Our server and the official SDK's client, with pipes in memory between them.</summary>
internal sealed class McpPair : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    private McpPair()
    {
    }

    public McpClient Client { get; private set; } = null!;

    public static async Task<McpPair> StartAsync(FlapjackClient flapjack, FlapjackMcpOptions? options = null)
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var pair = new McpPair();
        var transport = new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        pair._serving = FlapjackMcpServer.RunAsync(flapjack, transport, options, cancellationToken: pair._stop.Token);
        pair.Client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()), cancellationToken: Limit.Token);
        return pair;
    }

    public static Dictionary<string, object?> Arguments(object arguments) =>
        JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value);

    public async Task<CallToolResult> CallAsync(string tool, object arguments) => await Client.CallToolAsync(tool, Arguments(arguments), cancellationToken: Limit.Token);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
