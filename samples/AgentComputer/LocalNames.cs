using System.Net;
using System.Net.Sockets;

namespace AgentComputerSample;

/// <summary>
/// Reaches names below <c>localhost</c>, at which a backend of this machine publishes ports. Browsers and curl know by themselves that such a name is this
/// machine; .NET asks the system, and not every system knows it.
/// </summary>
internal static class LocalNames
{
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { ConnectCallback = ConnectAsync });

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isLocal = context.DnsEndPoint.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(isLocal ? new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port) : context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
