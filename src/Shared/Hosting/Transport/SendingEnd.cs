using System.IO.Pipelines;
using System.Net.Sockets;

namespace Shared.Hosting.Transport;

/// <summary>The end of a pipe where the client writes. A reset, or the client itself, can end it at once, also while a write waits for room.</summary>
internal sealed class SendingEnd(PipeWriter pipe)
{
    private readonly Lock _lock = new();
    private bool _writing;
    private SocketError? _end;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_end is { } why)
            {
                throw BrokenConnection.Because(why);
            }

            _writing = true;
        }

        FlushResult result;
        try
        {
            result = await pipe.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            LeavePipe();
        }

        if (result.IsCanceled)
        {
            // Only End cancels a write, and it has set the reason before.
            throw BrokenConnection.Because(_end!.Value);
        }

        if (result.IsCompleted)
        {
            // The server has closed the connection, perhaps after it read all of this. As with a socket, this write succeeds and the next one fails.
            End(SocketError.Shutdown);
        }
    }

    public void End(SocketError why)
    {
        lock (_lock)
        {
            if (_end is not null)
            {
                return;
            }

            _end = why;
            if (_writing)
            {
                // A pipe must not be completed while somebody writes; the writer completes it when it leaves.
                pipe.CancelPendingFlush();
            }
            else
            {
                pipe.Complete();
            }
        }
    }

    private void LeavePipe()
    {
        lock (_lock)
        {
            _writing = false;
            if (_end is not null)
            {
                pipe.Complete();
            }
        }
    }
}
