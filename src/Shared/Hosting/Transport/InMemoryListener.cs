using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Shared.Hosting.Transport;

/// <summary>The queue of new connections that Kestrel accepts.</summary>
internal sealed class InMemoryListener(InMemoryEndPoint endPoint) : IConnectionListener
{
    private readonly Channel<InMemoryConnection> _backlog = Channel.CreateUnbounded<InMemoryConnection>();

    public EndPoint EndPoint => endPoint;

    /// <summary>The client's end of a new connection; null if the listener has stopped.</summary>
    public InMemoryStream? Connect()
    {
        var connection = new InMemoryConnection(endPoint);
        return _backlog.Writer.TryWrite(connection) ? connection.Client : null;
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _backlog.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _backlog.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _backlog.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _backlog.Writer.TryComplete();
        while (_backlog.Reader.TryRead(out var neverAccepted))
        {
            neverAccepted.Abort();
            await neverAccepted.DisposeAsync().ConfigureAwait(false);
        }
    }
}
