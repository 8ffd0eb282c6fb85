using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shared.Hosting.Transport;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

/// <summary>A Kestrel that listens in memory only and gives every request to one handler.</summary>
internal sealed class InMemoryServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly InMemoryTransport _transport = new("memory.invalid");

    private InMemoryServer(RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(_transport.EndPoint);
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(_transport);
        _application = builder.Build();
        _application.Run(handler);
        Client = new(_transport.CreateHandler()) { BaseAddress = new($"http://{_transport.EndPoint}") };
    }

    public HttpClient Client { get; }

    public static async Task<InMemoryServer> StartAsync(RequestDelegate handler)
    {
        var server = new InMemoryServer(handler);
        await server._application.StartAsync();
        return server;
    }

    public Stream Connect() => _transport.Connect();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
