using System.Net.Sockets;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests;

/// <summary>A client whose connections can be cut while they carry something.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly HttpClient _http;

    public Cable(FlapjackBackend backend)
    {
        _http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false });
        // Without retries: a broken stream stays broken, and its command is not kept for anybody.
        Client = new(_http, new() { ApiKey = backend.ApiKey, BaseAddress = backend.BaseAddress, MaxRetries = 0 });
    }

    public FlapjackClient Client { get; }

    /// <summary>Resets every connection.</summary>
    public void Pull() => _sockets.ForEach(socket => socket.Close(timeout: 0));

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _sockets.Add(socket);
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
