using System.Text;

namespace LocalComputers.Processes;

/// <summary>How much this machine lets a program be started with: its variables and its arguments share one limit, in bytes.</summary>
internal static class StartSpace
{
    // Linux gives a quarter of the stack's limit, but never less than the first nor more than the second.
    private const long Least = 128 * 1024;
    private const long Most = 6 * 1024 * 1024;

    // For a command's own arguments, of which one may have 128 KiB, and for what it adds to its environment.
    private const long LargestReserve = 256 * 1024;

    /// <summary>The limit.</summary>
    public static long Bytes { get; } = Math.Clamp(LibC.sysconf(OperatingSystem.IsMacOS() ? LibC.SC_ARG_MAX_ON_MACOS : LibC.SC_ARG_MAX), Least, Most);

    /// <summary>How much of it a computer's own variables may take.</summary>
    public static long MostOfVariables { get; } = Bytes - Math.Min(LargestReserve, Bytes / 2);

    /// <summary>How much a variable takes: <c>NAME=value</c>, the NUL that ends it, and the pointer to it.</summary>
    public static long OfVariable(string name, string value) => Encoding.UTF8.GetByteCount(name) + 1 + Encoding.UTF8.GetByteCount(value) + 1 + IntPtr.Size;
}
