using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Shared.Hosting.Transport;

/// <summary>The end of a pipe where the client reads. A reset, or the client itself, can end it at once, also while a read waits.</summary>
internal sealed class ReceivingEnd(PipeReader pipe)
{
    private readonly Lock _lock = new();
    private bool _reading;
    private SocketError? _end;
    private ReadOnlyMemory<byte> _arrivedBeforeReset;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_end is { } why)
            {
                return ReadRemains(buffer.Span, why);
            }

            _reading = true;
        }

        try
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
            var count = (int)taken.Length;
            taken.CopyTo(buffer.Span);
            pipe.AdvanceTo(taken.End);
            if (count > 0 || !result.IsCanceled)
            {
                return count;
            }
        }
        finally
        {
            LeavePipe();
        }

        // Only End cancels a read, and it has set the reason before.
        lock (_lock)
        {
            return ReadRemains(buffer.Span, _end!.Value);
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
            if (_reading)
            {
                // A pipe must not be completed while somebody reads; the reader completes it when it leaves.
                pipe.CancelPendingRead();
            }
            else
            {
                CompletePipe();
            }
        }
    }

    private void LeavePipe()
    {
        lock (_lock)
        {
            _reading = false;
            if (_end is not null)
            {
                CompletePipe();
            }
        }
    }

    // A server that waits for room in the pipe can go on then. What it sent before a reset can still be read, as from a socket.
    private void CompletePipe()
    {
        if (_end == SocketError.ConnectionReset && pipe.TryRead(out var rest))
        {
            _arrivedBeforeReset = rest.Buffer.ToArray();
        }

        pipe.Complete();
    }

    private int ReadRemains(Span<byte> buffer, SocketError why)
    {
        if (_arrivedBeforeReset.IsEmpty)
        {
            throw BrokenConnection.Because(why);
        }

        var count = Math.Min(buffer.Length, _arrivedBeforeReset.Length);
        _arrivedBeforeReset.Span[..count].CopyTo(buffer);
        _arrivedBeforeReset = _arrivedBeforeReset[count..];
        return count;
    }
}
