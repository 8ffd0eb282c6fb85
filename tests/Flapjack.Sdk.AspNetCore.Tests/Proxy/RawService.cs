using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>A service on bare sockets, for what no server would do. It reads requests without bodies.</summary>
internal sealed class RawService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, string?> _answer;
    private readonly bool _keepsAlive;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private int _requests;

    /// <param name="answer">What to answer to the n-th request, from 1; null for a cut.</param>
    /// <param name="keepsAlive">Whether a connection stays open behind an answer.</param>
    public RawService(Func<int, string?> answer, bool keepsAlive = true)
    {
        (_answer, _keepsAlive) = (answer, keepsAlive);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_end.Token);
                var stream = connection.GetStream();
                while (await ReadRequestAsync(stream) && _answer(++_requests) is { } answer)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _end.Token);
                    if (!_keepsAlive)
                    {
                        break;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _end.Token) == 0)
            {
                return false;
            }

            head.Append((char)one[0]);
        }

        return true;
    }
}
