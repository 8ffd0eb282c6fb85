using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>Sends requests on to programs that listen on this machine, and their answers back. YARP copies the bytes both ways, and passes on aborts.</summary>
internal sealed class PortForwarder : IAsyncDisposable
{
    // A stream of events may be silent for as long as it likes, and a web socket too.
    private static readonly ForwarderRequestConfig Config = new()
    {
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly ServiceProvider _services;
    private readonly IHttpForwarder _forwarder;

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = ConnectAsync,
        // Each request gets a connection of its own: an older connection may lead to a program that no longer listens on the port.
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    /// <param name="loggers">Where YARP logs.</param>
    public PortForwarder(ILoggerFactory loggers)
    {
        // YARP makes its forwarder only from a container.
        _services = new ServiceCollection().AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddHttpForwarder().BuildServiceProvider();
        _forwarder = _services.GetRequiredService<IHttpForwarder>();
    }

    /// <summary>Sends a request on, and the answer back.</summary>
    /// <returns>Why there is no answer; null if there is, or if the caller has left, or if the answer has broken off, which the caller sees.</returns>
    public async Task<PortRefusal?> ForwardAsync(HttpContext context, PortRow port, string prefix)
    {
        LiftLimits(context);
        var error = await _forwarder.SendAsync(context, $"http://127.0.0.1:{port.Port}", _invoker, Config, new PortTransformer(port.Port, prefix)).ConfigureAwait(false);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }

        if (error == ForwarderError.None)
        {
            // An answer without a body is complete as well, and gets none from us.
            await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
            return null;
        }

        return ReasonOf(error, context, port);
    }

    public async ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The limits of the API's requests are not those of the program that gets the request.</summary>
    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    /// <summary>Connects to 127.0.0.1 or, if nothing listens there, to ::1, which is what some servers take <c>localhost</c> for.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var port = context.DnsEndPoint.Port;
        try
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && Socket.OSSupportsIPv6)
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, port), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static PortRefusal ReasonOf(ForwarderError error, HttpContext context, PortRow port) => error switch
    {
        ForwarderError.RequestBodyClient => new(context.Response.StatusCode, "invalid_request", "The body of the request did not arrive."),
        _ when context.Features.Get<IForwarderErrorFeature>()?.Exception is HttpRequestException { InnerException: SocketException } => NothingListens(port),
        _ => new(
            StatusCodes.Status502BadGateway,
            "bad_gateway",
            $"The program on port {port.Port} broke off before it had answered, or did not answer in HTTP. Whether it acted is unknown; look at its output."),
    };

    public static PortRefusal NothingListens(PortRow port) => new(
        StatusCodes.Status502BadGateway,
        "port_not_listening",
        $"No program on this computer listens on port {port.Port}. Start a program that listens on 127.0.0.1:{port.Port} or [::1]:{port.Port}, and try again.");
}
