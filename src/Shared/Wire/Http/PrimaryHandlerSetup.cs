using System.Net;

namespace Shared.Wire.Http;

/// <summary>Configures every handler that the client makes or is given, so that the client keeps its promises about connections.</summary>
internal static class PrimaryHandlerSetup
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static SocketsHttpHandler Create(WireSettings settings)
    {
        var handler = new SocketsHttpHandler();
        KeepPromises(handler, settings);
        return handler;
    }

    /// <summary>Configures the handler at the end of a chain of delegating handlers, as far as the type of that handler allows.</summary>
    /// <exception cref="InvalidOperationException">The handler has sent requests already, so it can't be configured any more.</exception>
    public static void KeepPromises(HttpMessageHandler handler, WireSettings settings)
    {
        try
        {
            switch (Innermost(handler))
            {
                case SocketsHttpHandler sockets:
                    Set(sockets, settings);
                    break;
                case HttpClientHandler classic:
                    Set(classic, settings);
                    break;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            throw new InvalidOperationException(
                $"The primary handler that was given to {settings.Dialect.ClientName} has sent requests already or is disposed, so redirects, cookies and baggage can't be turned off in it. "
                + $"Give {settings.Dialect.ClientName} a handler of its own, for example with UseSocketsHttpHandler.",
                e);
        }
    }

    /// <summary>The handler that owns the connections, at the end of a chain of delegating handlers.</summary>
    public static HttpMessageHandler Innermost(HttpMessageHandler handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        return handler;
    }

    private static void Set(SocketsHttpHandler handler, WireSettings settings)
    {
        // A redirected POST would run a command at an address that nobody chose.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        // The handler would ask for gzip on streams too, whatever their Accept-Encoding says.
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ConnectTimeout = Shorter(handler.ConnectTimeout, settings.ConnectTimeout);
        handler.PooledConnectionLifetime = handler.PooledConnectionLifetime == Timeout.InfiniteTimeSpan ? ConnectionLifetime : handler.PooledConnectionLifetime;
        // Leaving a stream early closes its connection at once, instead of reading on for what is still to come.
        handler.MaxResponseDrainSize = 0;
        // In a web app the baggage comes from the app's own caller, and must not leave.
        handler.ActivityHeadersPropagator = handler.ActivityHeadersPropagator is null ? null : new TraceparentOnly(handler.ActivityHeadersPropagator);
        handler.PlaintextStreamFilter = KeepReading(handler.PlaintextStreamFilter);
        handler.UseProxy &= !GoesPastTheProxy(handler.Proxy, settings);
    }

    private static Func<SocketsHttpPlaintextStreamFilterContext, CancellationToken, ValueTask<Stream>> KeepReading(
        Func<SocketsHttpPlaintextStreamFilterContext, CancellationToken, ValueTask<Stream>>? filter) =>
        // The handler itself says what is wrong if the app's filter returns no stream.
        async (context, token) => (filter is null ? context.PlaintextStream : await filter(context, token).ConfigureAwait(false)) is { } stream ? new EarlyAnswerStream(stream) : null!;

    /// <summary>This type has neither a connect timeout nor a lifetime of connections nor a propagator.</summary>
    private static void Set(HttpClientHandler handler, WireSettings settings)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.UseProxy &= !GoesPastTheProxy(handler.Proxy, settings);
    }

    // A proxy of the environment can't reach this machine's loopback interface. A proxy that was set on the handler was set on purpose.
    private static bool GoesPastTheProxy(IWebProxy? proxy, WireSettings settings) => proxy is null && Loopback.Is(settings.BaseAddress);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan ? other : other == Timeout.InfiniteTimeSpan || one < other ? one : other;
}
