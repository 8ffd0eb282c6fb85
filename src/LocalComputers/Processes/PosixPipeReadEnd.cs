using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A pipe read without blocking and without a thread: while it is empty, the <see cref="Poller"/> watches it.</summary>
/// <remarks>Nothing is read ahead, so a child whose output nobody reads blocks once the pipe is full.</remarks>
/// <param name="poller">Watches it.</param>
/// <param name="pipe">The pipe, which does not block.</param>
/// <param name="isTerminal">Whether it is our side of a terminal instead.</param>
internal sealed class PosixPipeReadEnd(Poller poller, SafeFileHandle pipe, bool isTerminal = false) : PipeReadEnd
{
    private const int UsualCapacity = 64 * 1024;
    private const int LargeCapacity = 256 * 1024;

    private readonly WatchedDescriptor _watched = poller.Watch(pipe);
    private bool _isLarge;

    public override unsafe int Available
    {
        get
        {
            if (isTerminal)
            {
                Settle();
            }

            int count;
            return LibC.ioctl(pipe, LibC.FIONREAD, &count) == 0
                ? count
                : throw new IOException($"Cannot look into the output of a process: {LibC.LastErrorText()}.");
        }
    }

    public override bool IsTerminal => isTerminal;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // A read into an empty buffer returns 0, which would look like the end of the pipe.
        ArgumentOutOfRangeException.ThrowIfZero(buffer.Length, nameof(buffer));
        cancellationToken.ThrowIfCancellationRequested();

        int count;
        while (!TryRead(buffer.Span, out count))
        {
            await _watched.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    public override async ValueTask<int> ReadAsync(PipeBuffer buffer, long most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        int count;
        while (!TryRead(buffer.Room(most).Span, out count))
        {
            buffer.Release();
            await _watched.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (count >= UsualCapacity && !_isLarge && !isTerminal)
        {
            Enlarge();
        }

        return count;
    }

    public override void Dispose()
    {
        _watched.Dispose();
        // A read in progress holds the handle, so the descriptor's number is not reused before the read has returned.
        pipe.Dispose();
    }

    /// <summary>
    /// Gives the pipe more room, because the command has filled it: the command and we change places less often. Not before, because the system counts
    /// the room of all pipes of a user; when it refuses, the pipe stays as it is.
    /// </summary>
    private void Enlarge()
    {
        _isLarge = true;
        _ = LibC.fcntl(pipe, LibC.F_SETPIPE_SZ, LargeCapacity);
    }

    // What was written to a terminal takes a moment to be on our side of it. Before it tells whether there is something to read, poll waits for that.
    private unsafe void Settle()
    {
        // struct pollfd: the descriptor; what is asked, POLLIN; what is answered.
        var asked = stackalloc int[] { (int)pipe.DangerousGetHandle(), 1 };
        _ = LibC.poll(asked, 1, timeout: 0);
    }

    private unsafe bool TryRead(Span<byte> buffer, out int count)
    {
        fixed (byte* start = buffer)
        {
            do
            {
                count = (int)LibC.read(pipe, start, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return true;
                }
            }
            while (Marshal.GetLastPInvokeError() == LibC.EINTR);
        }

        // When no process has the terminal open any more, the kernel gives what was written to it, and then this error.
        return Marshal.GetLastPInvokeError() is LibC.EIO && isTerminal
            ? (count = 0) == 0
            : Marshal.GetLastPInvokeError() == LibC.EAGAIN
            ? false
            : throw new IOException($"Cannot read the output of a process: {LibC.LastErrorText()}.");
    }
}
