using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Testing.Wire;

/// <summary>The service's end of the wire, byte by byte: accepts connections, and does nothing on them until the test does.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<RawConnection> _waiting = Channel.CreateUnbounded<RawConnection>();
    private readonly List<RawConnection> _connections = [];
    private readonly Task _accepting;
    private (EndPoint From, TaskCompletionSource<int> Seen)? _probe;

    public RawServer()
    {
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAll();
    }

    public Uri Address { get; }

    public Task<RawConnection> Accept() => _waiting.Reader.ReadAsync().Soon();

    /// <summary>How many connections the client has made by now, even those that still wait to be accepted.</summary>
    public async Task<int> CountConnections()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var seen = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _probe = (probe.LocalEndPoint!, seen);
        await probe.ConnectAsync(_listener.LocalEndpoint).Soon();
        return await seen.Task.Soon();
    }

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
                var socket = await _listener.AcceptSocketAsync();
                if (_probe is { } probe && probe.From.Equals(socket.RemoteEndPoint))
                {
                    socket.Dispose();
                    probe.Seen.SetResult(_connections.Count);
                    continue;
                }

                var connection = new RawConnection(socket);
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
