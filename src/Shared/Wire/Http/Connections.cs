namespace Shared.Wire.Http;

/// <summary>The <see cref="HttpClient"/> that a client sends with, and what is known about the handler under it.</summary>
internal sealed class Connections : IDisposable
{
    private readonly bool _owned;
    private readonly HttpMessageHandler? _handler;

    private Connections(HttpClient client, bool owned, HttpMessageHandler? handler) => (Client, _owned, _handler) = (client, owned, handler);

    public HttpClient Client { get; }

    /// <summary>Whether the handler itself keeps baggage back.</summary>
    public bool KeepsBaggageBack => _handler is SocketsHttpHandler { ActivityHeadersPropagator: null or TraceparentOnly };

    /// <summary>Makes connections that the client owns and disposes.</summary>
    public static Connections Create(WireSettings settings)
    {
        var handler = PrimaryHandlerSetup.Create(settings);
        // The timeouts of the options apply, so the HttpClient must have none of its own.
        return new(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, owned: true, handler);
    }

    /// <summary>Uses the caller's connections, which the client never disposes.</summary>
    public static Connections Of(HttpClient client) => new(client, owned: false, null);

    /// <summary>Uses connections that a factory made and disposes.</summary>
    public static Connections Of(HttpClient client, HttpMessageHandler handler) => new(client, owned: false, PrimaryHandlerSetup.Innermost(handler));

    /// <summary>The same connections for somebody who does not dispose them.</summary>
    public Connections Borrowed() => new(Client, owned: false, _handler);

    /// <summary>Names the proxy that is asked for an address: a sentence with a leading space, or nothing.</summary>
    public string DescribeProxy(Uri address)
    {
        var (used, proxy) = _handler switch
        {
            SocketsHttpHandler handler => (handler.UseProxy, handler.Proxy),
            HttpClientHandler handler => (handler.UseProxy, handler.Proxy),
            _ => (true, null),
        };
        proxy ??= HttpClient.DefaultProxy;
        if (!used || proxy.IsBypassed(address) || proxy.GetProxy(address) is not { } asked || asked == address)
        {
            return "";
        }

        // The address may hold the proxy's password.
        var name = asked.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        return _handler is SocketsHttpHandler or HttpClientHandler
            ? $" The proxy {name} was asked, not the service itself: check the proxy, the handler's Proxy, and HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."
            : $" If the HttpClient that you gave uses the proxy of the environment, then {name} was asked, not the service itself: check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY.";
    }

    public void Dispose()
    {
        if (_owned)
        {
            Client.Dispose();
        }
    }
}
