using System.Net.Sockets;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Restart;

/// <summary>A client of an address whose server goes and comes back. While it is away new connections wait, so that no attempt is spent on that.</summary>
internal sealed class PatientClient : IDisposable
{
    private readonly HttpClient _http;
    private TaskCompletionSource _server = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PatientClient(Uri address, string key)
    {
        _http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false, MaxResponseDrainSize = 0 });
        Client = new(_http, new() { ApiKey = key, BaseAddress = address, RetryDelay = TimeSpan.FromMilliseconds(1), TimeProvider = new UnhurriedClock() });
        ServerIsThere();
    }

    public FlapjackClient Client { get; }

    public void ServerGoes() => _server = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ServerIsThere() => _server.SetResult();

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        await _server.Task.WaitAsync(cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
