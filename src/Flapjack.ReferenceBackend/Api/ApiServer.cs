using Flapjack.ReferenceBackend.Faults;
using Flapjack.ReferenceBackend.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Kestrel with the routes of the API. It reads no configuration: neither the host's settings nor its environment change it.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const string Extensions = "idempotent-exec, resume, detach, stop, exact-output";
    private const long MaxBodyBytes = 4 * 1024 * 1024;

    private readonly WebApplication _application;

    public ApiServer(
        int? port, InMemoryTransport memory, FaultInjection? faults, ILogger logger, Gate gate, bool extensions)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "Flapjack.ReferenceBackend" });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            if (port is { } tcp)
            {
                kestrel.Listen(System.Net.IPAddress.Loopback, tcp, EnvelopedRefusals.Use);
            }

            kestrel.Listen(memory.EndPoint, EnvelopedRefusals.Use);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            // A reader may stop for as long as it likes, in a debugger for example: its command is paused meanwhile.
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(memory);
        if (faults is not null)
        {
            // A flush then means "handed to the kernel", not "queued": a reset is to overtake none of the bytes before it.
            builder.Services.Configure<SocketTransportOptions>(sockets => sockets.MaxWriteBufferSize = 1);
        }

        _application = builder.Build();
        _application.Use(next => context => new ErrorEnvelope(logger).InvokeAsync(context, next));
        if (extensions)
        {
            _application.Use(next => context =>
            {
                context.Response.Headers["Flapjack-Extensions"] = Extensions;
                return next(context);
            });
        }

        if (faults is not null)
        {
            _application.Use(next => context => faults.InvokeAsync(context, next));
        }

        _application.Use(next => context => gate.InvokeAsync(context, next));
    }

    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>Gives the server what it serves, before it starts.</summary>
    public void Map(IReadOnlyList<IResource> resources)
    {
        var routes = new Routes(_application);
        foreach (var resource in resources)
        {
            resource.Map(routes);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        BaseAddress = new(addresses.First());
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync().ConfigureAwait(false);
}
