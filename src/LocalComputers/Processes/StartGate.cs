using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>
/// A connection at which a new process waits, and on which it may answer. Our end is in no other process, so that the process that waits reads the end
/// of the connection, and ends, when this process is killed.
/// </summary>
internal sealed unsafe class StartGate : IDisposable
{
    private bool _hasAnswered;

    private StartGate(SafeFileHandle inner, SafeFileHandle outer) => (Inner, Outer) = (inner, outer);

    /// <summary>The end of the process.</summary>
    public SafeFileHandle Inner { get; }

    private SafeFileHandle Outer { get; }

    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static StartGate Create()
    {
        var ends = stackalloc int[2];
        return LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0, ends) == 0
            ? new(new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true))
            : throw new ProcessStartException($"Cannot open a connection for a process: {LibC.LastErrorText()}.");
    }

    /// <summary>Lets the process read these bytes, all or none; there may be some thousands.</summary>
    /// <returns>False if the process has closed its end.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return LibC.write(Outer, start, (nuint)bytes.Length) == bytes.Length;
        }
    }

    /// <summary>The same for the last bytes: behind them the process reads the end. It can still answer.</summary>
    public bool SendLast(ReadOnlySpan<byte> bytes) => Send(bytes) && LibC.shutdown(Outer, LibC.SHUT_WR) == 0;

    /// <summary>Whether the process has answered, by any byte. What it answered before its end is still there afterwards.</summary>
    public bool HasAnswered()
    {
        byte answer;
        return _hasAnswered = _hasAnswered || LibC.recv(Outer, &answer, 1, LibC.MSG_DONTWAIT) == 1;
    }

    public void Dispose()
    {
        Inner.Dispose();
        Outer.Dispose();
    }
}
