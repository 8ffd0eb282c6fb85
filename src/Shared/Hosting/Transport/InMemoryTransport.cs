using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Shared.Hosting.Transport;

/// <summary>Lets Kestrel listen for connections that are pipes inside this process, beside its sockets.</summary>
/// <param name="host">The host name of the address that Kestrel listens on.</param>
internal sealed class InMemoryTransport(string host) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // Connects to the listener, which Kestrel owns.
    private volatile Func<InMemoryStream?>? _connect;

    public InMemoryEndPoint EndPoint { get; } = new(host);

    public bool CanBind(EndPoint endpoint) => endpoint == EndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new InMemoryListener(EndPoint);
        _connect = listener.Connect;
        return new(listener);
    }

    /// <summary>A handler whose connections all lead to this transport, whatever host a request names.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = (_, _) => new(Connect()),
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        // If a stream is left early, its connection is closed at once. Otherwise the handler would read the rest of the stream.
        MaxResponseDrainSize = 0,
    };

    /// <exception cref="SocketException">The server does not listen.</exception>
    public Stream Connect() =>
        _connect?.Invoke() ?? throw new SocketException((int)SocketError.ConnectionRefused);
}
