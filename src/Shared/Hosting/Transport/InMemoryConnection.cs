using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Shared.Hosting.Transport;

/// <summary>The server's end of one connection. It tells Kestrel at once when the client has left, as a socket does.</summary>
internal sealed class InMemoryConnection : DefaultConnectionContext
{
    // About as much as a socket buffers. A writer that is this far ahead of its reader waits.
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

    /// <summary>Ends the connection in good order, if it has not ended yet: the client reads the bytes that are on their way, and then the end.</summary>
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
            // The callbacks of Kestrel run on another thread, because they take locks that the caller may hold.
            return _closing ??= _closed.CancelAsync();
        }
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
