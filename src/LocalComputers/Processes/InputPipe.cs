using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A new pipe for a child's input. Disposing closes the ends that nobody took.</summary>
internal sealed unsafe class InputPipe : IDisposable
{
    private SafeFileHandle? _writeEnd;

    private InputPipe(SafeFileHandle readEnd, SafeFileHandle writeEnd)
    {
        ReadEnd = readEnd;
        _writeEnd = writeEnd;
    }

    public SafeFileHandle ReadEnd { get; }

    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static InputPipe Create()
    {
        var ends = stackalloc int[2];
        if (LibC.pipe2(ends, LibC.O_CLOEXEC) != 0)
        {
            throw new ProcessStartException($"Cannot open a pipe for a process: {LibC.LastErrorText()}.");
        }

        var pipe = new InputPipe(new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
        // Only our end does not block: most programs do not expect that a read of their input fails with EAGAIN.
        var flags = LibC.fcntl(pipe._writeEnd!, LibC.F_GETFL, 0);
        _ = LibC.fcntl(pipe._writeEnd!, LibC.F_SETFL, flags | LibC.O_NONBLOCK);
        return pipe;
    }

    public PosixPipeWriteEnd TakeWriteEnd(Poller poller)
    {
        var taken = _writeEnd!;
        _writeEnd = null;
        return new(poller, taken);
    }

    public void Dispose()
    {
        // If we held the child's end open, nobody would tell us that the child reads no more.
        ReadEnd.Dispose();
        _writeEnd?.Dispose();
    }
}
