using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A pipe written without blocking and without a thread: while it is full, the <see cref="Poller"/> watches it.</summary>
internal class PosixPipeWriteEnd(Poller poller, SafeFileHandle pipe) : PipeWriteEnd
{
    private readonly WatchedDescriptor _watched = poller.Watch(pipe, LibC.EPOLLOUT);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Write(bytes.Span);
            bytes = bytes[count..];
            if (count == 0)
            {
                await _watched.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public override void Dispose()
    {
        _watched.Dispose();
        // A write in progress holds the handle, so the descriptor's number is not reused before the write has returned.
        pipe.Dispose();
    }

    // How much the pipe took; 0 while it is full.
    private unsafe int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var count = (int)LibC.write(pipe, start, (nuint)bytes.Length);
                if (count >= 0)
                {
                    return count;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case LibC.EINTR:
                        break;
                    case LibC.EAGAIN:
                        return 0;
                    default:
                        throw new IOException($"Cannot write to the input of a process: {LibC.LastErrorText()}.");
                }
            }
        }
    }
}
