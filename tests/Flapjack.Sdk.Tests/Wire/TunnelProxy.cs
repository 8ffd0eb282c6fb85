using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Flapjack.Sdk.Tests.Wire;

/// <summary>A proxy that asks for a password and leads every tunnel to one port of this machine, wherever the client wants to go.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly string _authorization;
    private readonly Task _serving;

    public TunnelProxy(int port, string user, string password)
    {
        (_port, _authorization) = (port, "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        _listener.Start();
        _serving = ServeAllAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The request lines of the tunnels that were opened.</summary>
    public List<string> Tunnels { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving.Soon();
    }

    private async Task ServeAllAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was disposed: the test is over.
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var head = await ReadHeadAsync(stream);
        if (!head.Contains(_authorization, StringComparison.Ordinal))
        {
            await stream.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            return;
        }

        Tunnels.Add(head[..head.IndexOf("\r\n", StringComparison.Ordinal)]);
        using var service = new TcpClient();
        await service.ConnectAsync(IPAddress.Loopback, _port);
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        try
        {
            await Task.WhenAny(stream.CopyToAsync(service.GetStream()), service.GetStream().CopyToAsync(stream));
        }
        catch (IOException)
        {
            // One end closed the tunnel.
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = "";
        var buffer = new byte[4096];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer).Soon();
            head += count > 0 ? Encoding.Latin1.GetString(buffer, 0, count) : throw new IOException("The client left.");
        }

        return head;
    }
}
