using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Shared.Hosting.Transport;

/// <summary>The server's end of one connection. It tells Kestrel what a socket would: that the peer has left, as soon as it has.</summary>
internal sealed class InMemoryConnection : DefaultConnectionContext
{
    // About what a socket buffers: a writer that runs this far ahead of its reader waits.
    private static readonly PipeOptions SocketBuffer =
        new(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false);

    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private Task? _closing;

    public InMemoryConnection(InMemoryEndPoint endPoint)
        : base(Guid.NewGuid().ToString("N"))
    {
        var requests = new Pipe(SocketBuffer);
        var responses = new Pipe(SocketBuffer);
        Transport = new DuplexPipe(requests.Reader, responses.Writer);
        Client = new(new(responses.Reader), new(requests.Writer), onDispose: () => Close());
        LocalEndPoint = endPoint;
        ConnectionClosed = _closed.Token;
    }

    public InMemoryStream Client { get; }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Client.Reset();
        Close();
    }

    /// <summary>Ends the connection in good order, if it is not over yet: the client reads what is under way, and then its end.</summary>
    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync().ConfigureAwait(false);
        await Transport.Output.CompleteAsync().ConfigureAwait(false);
        await Close().ConfigureAwait(false);
        _closed.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private Task Close()
    {
        lock (_lock)
        {
            // Not on this thread: Kestrel's callbacks take locks that the caller may hold.
            return _closing ??= _closed.CancelAsync();
        }
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
