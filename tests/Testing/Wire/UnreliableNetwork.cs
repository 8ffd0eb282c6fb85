using System.Net.Sockets;

namespace Testing.Wire;

/// <summary>A network on which the first connections fail.</summary>
internal sealed class UnreliableNetwork : IDisposable
{
    private readonly SocketError _error;
    private readonly int _failures;

    public UnreliableNetwork(SocketError error, int failures = int.MaxValue)
    {
        (_error, _failures) = (error, failures);
        Client = new(new SocketsHttpHandler { ConnectCallback = Connect });
    }

    public HttpClient Client { get; }

    public int Attempts { get; private set; }

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (++Attempts <= _failures)
        {
            throw new SocketException((int)_error);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
