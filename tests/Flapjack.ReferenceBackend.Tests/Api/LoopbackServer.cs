using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>A tiny HTTP server that answers everything alike and keeps what it was sent.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly string _answer;
    private readonly Task _running;

    private LoopbackServer(string statusAndHeaders)
    {
        _answer = $"HTTP/1.1 {statusAndHeaders}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static LoopbackServer Start(string statusAndHeaders = "200 OK") => new(statusAndHeaders);

    /// <summary>The next request that came in.</summary>
    public Task<Received> NextAsync() => _received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Whether another one waits.</summary>
    public bool HasMore => _received.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one, _stop.Token);
                head.Append((char)one[0]);
            }

            var headers = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..]
                .Select(line => line.Split(": ", 2))
                .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
            var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, null) : 0];
            await stream.ReadExactlyAsync(body, _stop.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer), _stop.Token);
            _received.Writer.TryWrite(new(head.ToString().Split("\r\n")[0], headers, body));
        }
        catch (IOException)
        {
            // Whoever asked has left.
        }
    }

    /// <summary>A request.</summary>
    internal sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
