using System.IO.Pipelines;
using System.Net.Sockets;

namespace Shared.Hosting.Transport;

/// <summary>Where the client writes. It ends at once, by a reset or by the client's own leaving, also while a write waits for room.</summary>
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
            // Only End cancels a write; it has said why.
            throw BrokenConnection.Because(_end!.Value);
        }

        if (result.IsCompleted)
        {
            // The server has closed, perhaps after it read all of this: like a socket, the write that meets the close succeeds, the next fails.
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
                // A pipe must not be completed under a writer: it does so itself on its way out.
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
