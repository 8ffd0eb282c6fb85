using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>
/// A pipe at which a new process waits. Our end is in no other process, so that the process that waits reads the end of the pipe, and ends, when this
/// process is killed.
/// </summary>
internal sealed unsafe class GatePipe : IDisposable
{
    private GatePipe(SafeFileHandle inner, SafeFileHandle outer) => (Inner, Outer) = (inner, outer);

    /// <summary>The end that the process reads.</summary>
    public SafeFileHandle Inner { get; }

    private SafeFileHandle Outer { get; }

    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static GatePipe Create()
    {
        var ends = stackalloc int[2];
        return LibC.pipe2(ends, LibC.O_CLOEXEC) == 0
            ? new(new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true))
            : throw new ProcessStartException($"Cannot open a pipe for a process: {LibC.LastErrorText()}.");
    }

    /// <summary>Lets the process read these bytes, all or none; there may be at most 4,096, and they must be fewer than the pipe has room for.</summary>
    /// <returns>False if the process has closed its end.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return LibC.write(Outer, start, (nuint)bytes.Length) == bytes.Length;
        }
    }

    public void Dispose()
    {
        Inner.Dispose();
        Outer.Dispose();
    }
}
