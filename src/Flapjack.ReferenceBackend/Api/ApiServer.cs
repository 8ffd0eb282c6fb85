using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Kestrel with the routes of the API. It reads no configuration: neither the host's settings nor its environment change it.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const long MaxBodyBytes = 4 * 1024 * 1024;

    private readonly WebApplication _application;

    public ApiServer(int port, ILogger logger, AgentsApi agents, ComputersApi computers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "Flapjack.ReferenceBackend" });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            // A reader may stop for as long as it likes, in a debugger for example: its command is paused meanwhile.
            kestrel.Limits.MinResponseDataRate = null;
        });
        _application = builder.Build();
        _application.Use(next => context => new ErrorEnvelope(logger).InvokeAsync(context, next));
        agents.Map(_application);
        computers.Map(_application);
    }

    public Uri BaseAddress { get; private set; } = null!;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        BaseAddress = new(addresses.First());
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync().ConfigureAwait(false);
}
