using System.Net.Sockets;
using System.Text;

namespace Testing.Wire;

/// <summary>One connection of a <see cref="RawServer"/>.</summary>
internal sealed class RawConnection
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private string _unread = "";

    public RawConnection(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
    }

    /// <summary>The head of the last request that was read.</summary>
    public string Head { get; private set; } = "";

    public string RequestLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    /// <summary>Reads one request and returns its body.</summary>
    public async Task<string> ReadRequest()
    {
        await ReadHead();
        var length = int.Parse(Header("Content-Length") ?? "0");
        await ReadUntil(text => text.Length >= length);
        (var body, _unread) = (_unread[..length], _unread[length..]);
        return body;
    }

    /// <summary>Reads the head of a request, and leaves its body.</summary>
    public async Task ReadHead()
    {
        await ReadUntil(text => text.Contains("\r\n\r\n", StringComparison.Ordinal));
        var end = _unread.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        (Head, _unread) = (_unread[..end], _unread[end..]);
    }

    public string? Header(string name) => Head.Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public Task Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public async Task Write(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes).Soon()..];
        }
    }

    public Task Answer(int status, string json) =>
        Write($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    /// <summary>Ends the connection in good order, after everything that was written.</summary>
    public void Close()
    {
        if (_socket.Connected)
        {
            _socket.Shutdown(SocketShutdown.Send);
        }

        _socket.Close();
    }

    /// <summary>Ends the connection by a reset.</summary>
    public void Reset() => _socket.Close(0);

    /// <summary>Waits until the client has closed the connection, or reset it.</summary>
    public async Task ClosedByClient()
    {
        try
        {
            while (await _socket.ReceiveAsync(_buffer).Soon() > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset: closed as well.
        }
    }

    private async Task ReadUntil(Func<string, bool> complete)
    {
        while (!complete(_unread))
        {
            var count = await _socket.ReceiveAsync(_buffer).Soon();
            _unread += count > 0 ? Encoding.Latin1.GetString(_buffer, 0, count) : throw new IOException("The client closed the connection before its request was complete.");
        }
    }
}
