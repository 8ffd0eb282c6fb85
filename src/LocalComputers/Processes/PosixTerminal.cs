using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A new pseudo terminal of Linux: our side of it, and the path by which a new process opens the other side. Disposing closes what nobody took.</summary>
/// <remarks>
/// A process that leads a session without a terminal, and opens the other side, gets it as its controlling terminal. When our side is closed, the
/// terminal hangs up.
/// </remarks>
internal sealed unsafe class PosixTerminal : IDisposable
{
    private const int LongestPath = 128;

    private SafeFileHandle? _output;
    private SafeFileHandle? _input;

    private PosixTerminal(SafeFileHandle output, SafeFileHandle input, string path) => (_output, _input, Path) = (output, input, path);

    /// <summary>The file of the other side.</summary>
    public string Path { get; }

    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static PosixTerminal Create(TerminalSize size)
    {
        var output = Owned(LibC.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC));
        SafeFileHandle? input = null;
        try
        {
            var path = Unlock(output);
            Check(SetSize(output, size));
            var flags = LibC.fcntl(output, LibC.F_GETFL, 0);
            Check(LibC.fcntl(output, LibC.F_SETFL, flags | LibC.O_NONBLOCK));
            // The poller watches a descriptor for one thing only: this is the same side once more, for what is written to it.
            input = Owned(LibC.fcntl(output, LibC.F_DUPFD_CLOEXEC, 0));
            return new(output, input, path);
        }
        catch
        {
            output.Dispose();
            input?.Dispose();
            throw;
        }
    }

    public PosixPipeReadEnd TakeOutput(Poller poller) => new(poller, Take(ref _output), isTerminal: true);

    public PosixTerminalInput TakeInput(Poller poller) => new(poller, Take(ref _input));

    /// <summary>Tells the terminal its size, and with it the processes that run on it, by SIGWINCH.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Resize(SafeFileHandle terminal, TerminalSize size)
    {
        if (SetSize(terminal, size) != 0)
        {
            throw new IOException($"Cannot change the size of a terminal: {LibC.LastErrorText()}.");
        }
    }

    public void Dispose()
    {
        _output?.Dispose();
        _input?.Dispose();
    }

    private static int SetSize(SafeFileHandle terminal, TerminalSize size)
    {
        // struct winsize: rows, columns, and the size in pixels, which nobody knows.
        var window = stackalloc ushort[] { size.Rows, size.Columns, 0, 0 };
        return LibC.ioctl(terminal, LibC.TIOCSWINSZ, window);
    }

    private static string Unlock(SafeFileHandle terminal)
    {
        Check(LibC.grantpt(terminal));
        Check(LibC.unlockpt(terminal));
        var path = stackalloc byte[LongestPath];
        return LibC.ptsname_r(terminal, path, LongestPath) is 0
            ? Marshal.PtrToStringUTF8((nint)path)!
            : throw new ProcessStartException("Cannot open a terminal for a process: the system does not tell its name.");
    }

    private static SafeFileHandle Owned(int descriptor)
    {
        Check(descriptor);
        return new(descriptor, ownsHandle: true);
    }

    private static SafeFileHandle Take(ref SafeFileHandle? side)
    {
        var taken = side!;
        side = null;
        return taken;
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new ProcessStartException($"Cannot open a terminal for a process: {LibC.LastErrorText()}.");
        }
    }
}
