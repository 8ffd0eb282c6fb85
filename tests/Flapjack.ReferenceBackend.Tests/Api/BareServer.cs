using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Hosting;
using Shared.Hosting.Routing;
using Shared.Hosting.Transport;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>The server that backends share, with the routes of a test. The body of an error answer tells what the envelope was given.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly Server _server;
    private readonly HttpClient _client;

    private BareServer(Action<GatedRoutes<Call>> map)
    {
        var memory = new InMemoryTransport("bare");
        _client = new(memory.CreateHandler()) { BaseAddress = new("http://bare") };
        _server = new(new()
        {
            Name = "bare",
            Port = null,
            Memory = memory,
            Authenticate = _ => new("o1", [], "live", "k1"),
            Envelope = (refusal, status) => new JsonObject { ["kind"] = refusal.Kind.ToString(), ["code"] = refusal.Code, ["status"] = status },
            RefusalOf = _ => null,
            EnterTrace = (_, _) => { },
            Logger = NullLogger.Instance,
        });
        _server.Map([new Resource(map)]);
    }

    public static async Task<BareServer> StartAsync(Action<GatedRoutes<Call>> map)
    {
        var server = new BareServer(map);
        await server._server.StartAsync(CancellationToken.None);
        return server;
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(string method, string path = "/x", string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var answer = await _client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private sealed class Resource(Action<GatedRoutes<Call>> map) : IResource
    {
        public void Map(Routes routes) => map(routes.AnyKey());
    }
}
