using System.Net.Sockets;

namespace Shared.Hosting.Transport;

/// <summary>The exceptions that a socket's stream throws.</summary>
internal static class BrokenConnection
{
    public static IOException Because(SocketError error)
    {
        var reason = new SocketException((int)error);
        return new($"The in-memory connection failed: {reason.Message}.", reason);
    }
}
