using System.Net;
using System.Net.Sockets;

namespace AgentComputer.EndToEnd.Tests.Ports;

/// <summary>Makes HTTP clients that find every name on this machine, as browsers find the names below <c>localhost</c>.</summary>
internal static class Visitor
{
    public static HttpClient Create() => new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync }) { Timeout = Limit.Time };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
