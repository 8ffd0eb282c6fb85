using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A pipe read without blocking and without a thread: while it is empty, the <see cref="Poller"/> watches it.</summary>
/// <remarks>Nothing is read ahead, so a child whose output nobody reads blocks once the pipe is full.</remarks>
internal sealed class PosixPipeReadEnd(Poller poller, SafeFileHandle pipe) : PipeReadEnd
{
    private const int UsualCapacity = 64 * 1024;
    private const int LargeCapacity = 256 * 1024;

    private readonly WatchedDescriptor _watched = poller.Watch(pipe);
    private bool _isLarge;

    public override unsafe int Available
    {
        get
        {
            int count;
            return LibC.ioctl(pipe, LibC.FIONREAD, &count) == 0
                ? count
                : throw new IOException($"Cannot look into the output of a process: {LibC.LastErrorText()}.");
        }
    }

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

        if (count >= UsualCapacity && !_isLarge)
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

        return Marshal.GetLastPInvokeError() == LibC.EAGAIN
            ? false
            : throw new IOException($"Cannot read the output of a process: {LibC.LastErrorText()}.");
    }
}
