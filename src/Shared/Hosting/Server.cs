using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shared.Hosting.Envelopes;
using Shared.Hosting.OpenApi;
using Shared.Hosting.Routing;

namespace Shared.Hosting;

/// <summary>Kestrel with the routes of a backend. It reads no configuration: neither the settings nor the environment of the host change it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const long MaxBodyBytes = 4 * 1024 * 1024;

    private readonly WebApplication _application;
    private readonly ErrorEnvelope _envelope;
    private readonly Visits _visits = new();

    // Everything that serves a request, once the server has started.
    private RequestDelegate _pipeline = null!;

    public Server(ServerSetup setup)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = setup.Name });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        ApiDescription.AddTo(builder.Services, setup.Name, () => Endpoints);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            var refusals = new KestrelRefusals(setup.Envelope);
            if (setup.Port is { } tcp)
            {
                kestrel.Listen(System.Net.IPAddress.Loopback, tcp, refusals.Use);
            }

            kestrel.Listen(setup.Memory.EndPoint, refusals.Use);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            // A reader may stop for as long as it likes, in a debugger for example. Its command is paused meanwhile.
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(setup.Memory);
        if (setup.Faults is not null)
        {
            // A flush then means "handed to the kernel" instead of "queued", so that a reset does not overtake the bytes before it.
            builder.Services.Configure<SocketTransportOptions>(sockets => sockets.MaxWriteBufferSize = 1);
        }

        _application = builder.Build();
        _envelope = new(setup.Envelope, setup.OtherEnvelope, setup.RefusalOf, setup.Logger);
        _application.Use(next => _pipeline = next);
        Use(_envelope.InvokeAsync);
        UseTraceOfCaller(setup.EnterTrace);
        if (setup.Front is { } front)
        {
            Use(front);
        }

        // Said here, because it would otherwise stand before the pipeline that visitors get.
        _application.UseRouting();
        UseHeaders(setup.Headers);
        if (setup.Faults is not null)
        {
            Use((context, next) => PageRoutes.IsPage(context) ? next(context) : setup.Faults.InvokeAsync(context, next));
        }

        Use(new Gate(setup.Authenticate).InvokeAsync);
    }

    /// <summary>Where the server listens, once it has started.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>Every route that is mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)_application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Maps the routes of the resources. To be called before the server starts.</summary>
    public void Map(IReadOnlyList<IResource> resources)
    {
        var routes = new Routes(_application);
        ApiDescription.Map(routes.Anonymous());
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

    /// <summary>
    /// Serves a request that has come to another server in this process. If this server is being disposed of, the answer says so, and requests that are
    /// being served are aborted.
    /// </summary>
    public Task VisitAsync(HttpContext context) => _visits.ServeAsync(context, ServeVisitorAsync, RefuseVisitorAsync);

    public async ValueTask DisposeAsync()
    {
        await _visits.DisposeAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeVisitorAsync(HttpContext context)
    {
        var (services, endpoint) = (context.RequestServices, context.GetEndpoint());
        var scope = _application.Services.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        context.RequestServices = scope.ServiceProvider;
        // A route that the other server has found is not a route of this server.
        context.SetEndpoint(null);
        try
        {
            await _pipeline(context).ConfigureAwait(false);
        }
        finally
        {
            context.SetEndpoint(endpoint);
            context.RequestServices = services;
        }
    }

    private Task RefuseVisitorAsync(HttpContext context) => _envelope.InvokeAsync(context, _ => throw new ObjectDisposedException(nameof(Server)));

    // If nobody listens to the server's spans, no activity carries the caller's place in its trace.
    private void UseTraceOfCaller(Action<string, string?> enter) => Use((context, next) =>
    {
        if (Activity.Current is null && context.Request.Headers.TraceParent is [{ } parent])
        {
            enter(parent, context.Request.Headers.TraceState);
        }

        return next(context);
    });

    private void UseHeaders(IReadOnlyDictionary<string, string> headers) => Use((context, next) =>
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return next(context);
    });

    private void Use(Func<HttpContext, RequestDelegate, Task> middleware) =>
        _application.Use(next => context => middleware(context, next));
}
