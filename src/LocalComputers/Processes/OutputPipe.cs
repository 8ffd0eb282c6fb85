using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A new pipe for a child's output. Disposing closes the ends that nobody took.</summary>
internal sealed unsafe class OutputPipe : IDisposable
{
    private SafeFileHandle? _readEnd;

    private OutputPipe(SafeFileHandle readEnd, SafeFileHandle writeEnd)
    {
        _readEnd = readEnd;
        WriteEnd = writeEnd;
    }

    public SafeFileHandle WriteEnd { get; }

    public static OutputPipe Create()
    {
        var ends = stackalloc int[2];
        if (LibC.pipe2(ends, LibC.O_CLOEXEC) != 0)
        {
            throw new ProcessStartException($"Cannot open a pipe for a process: {LibC.LastErrorText()}.");
        }

        var pipe = new OutputPipe(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
        // Only our end does not block: most programs do not expect that a write to their output fails with EAGAIN.
        var flags = LibC.fcntl(pipe._readEnd!, LibC.F_GETFL, 0);
        _ = LibC.fcntl(pipe._readEnd!, LibC.F_SETFL, flags | LibC.O_NONBLOCK);
        return pipe;
    }

    public PosixPipeReadEnd TakeReadEnd(Poller poller) => new(poller, TakeReadEnd());

    public SafeFileHandle TakeReadEnd()
    {
        var taken = _readEnd!;
        _readEnd = null;
        return taken;
    }

    public void Dispose()
    {
        // If we held the child's end open, the pipe would never end.
        WriteEnd.Dispose();
        _readEnd?.Dispose();
    }
}
