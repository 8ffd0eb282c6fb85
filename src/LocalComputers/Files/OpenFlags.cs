using System.Runtime.InteropServices;

namespace LocalComputers.Files;

/// <summary>The numbers of <c>open</c>'s flags, which differ between systems and processors.</summary>
internal static class OpenFlags
{
    private static readonly bool IsMac = OperatingSystem.IsMacOS();
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    /// <summary>Opens a folder or nothing (<c>O_DIRECTORY</c>).</summary>
    public static int Folder { get; } = IsMac ? 0x100000 : IsArm ? 0x4000 : 0x10000;

    /// <summary>Opens no link (<c>O_NOFOLLOW</c>).</summary>
    public static int NoLink { get; } = IsMac ? 0x100 : IsArm ? 0x8000 : 0x20000;

    /// <summary>No program that is started inherits the descriptor (<c>O_CLOEXEC</c>).</summary>
    public static int CloseOnExec { get; } = IsMac ? 0x1000000 : 0x80000;

    /// <summary>Waits for nobody at the other end of a pipe (<c>O_NONBLOCK</c>).</summary>
    public static int NotWaiting { get; } = IsMac ? 0x4 : 0x800;

    /// <summary>Opens to write (<c>O_WRONLY</c>).</summary>
    public static int Write => 1;

    /// <summary>Makes a file that is not there, and opens none that is (<c>O_CREAT</c>, <c>O_EXCL</c>).</summary>
    public static int New { get; } = IsMac ? 0xA00 : 0xC0;

    /// <summary>Stands for a file without reading it, which needs no permission to read (<c>O_PATH</c>); nothing on macOS, which has no such flag.</summary>
    public static int PlaceOnly { get; } = IsMac ? 0 : 0x200000;
}
