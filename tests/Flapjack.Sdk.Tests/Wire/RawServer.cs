using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Flapjack.Sdk.Tests.Wire;

/// <summary>The service's end of the wire, byte by byte: accepts connections, and does nothing on them until the test does.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<RawConnection> _waiting = Channel.CreateUnbounded<RawConnection>();
    private readonly List<RawConnection> _connections = [];
    private readonly Task _accepting;

    public RawServer()
    {
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAll();
    }

    public Uri Address { get; }

    public int Connections => _connections.Count;

    public Task<RawConnection> Accept() => _waiting.Reader.ReadAsync().Soon();

    /// <summary>Accepts a connection and reads the request on it.</summary>
    public async Task<RawConnection> AcceptRequest()
    {
        var connection = await Accept();
        await connection.ReadRequest();
        return connection;
    }

    /// <summary>Accepts a connection, reads the request on it, and answers with the headers of a stream of events.</summary>
    public async Task<RawConnection> AcceptStream()
    {
        var connection = await AcceptRequest();
        await connection.Write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.Soon();
        _connections.ForEach(connection => connection.Close());
    }

    private async Task AcceptAll()
    {
        try
        {
            while (true)
            {
                var connection = new RawConnection(await _listener.AcceptSocketAsync());
                _connections.Add(connection);
                _waiting.Writer.TryWrite(connection);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was disposed: the test is over.
        }
    }
}
