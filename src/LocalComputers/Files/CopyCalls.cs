using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>The calls of Linux by which a file becomes another file with the same content, permissions and times.</summary>
internal static unsafe partial class CopyCalls
{
    private const nuint FICLONE = 0x40049409;
    private const int SEEK_DATA = 3;
    private const int SEEK_HOLE = 4;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const long UTIME_OMIT = (1 << 30) - 2;
    private const int LongestTarget = 4_096;

    /// <summary>Lets a file share the blocks of another, until either is changed. Few file systems can.</summary>
    public static bool TryShare(SafeFileHandle from, SafeFileHandle to) => ioctl(to, FICLONE, from.DangerousGetHandle()) == 0;

    /// <summary>Where the next bytes are that are no gap.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="size">How large the file is.</param>
    /// <returns>From where to where; nothing at the end. The whole rest, if the file system knows no gaps.</returns>
    public static (long Start, long End) NextData(SafeFileHandle file, long offset, long size)
    {
        var start = lseek(file, offset, SEEK_DATA);
        if (start < 0)
        {
            const int NoMoreData = 6;
            return Marshal.GetLastPInvokeError() == NoMoreData ? (size, size) : (offset, size);
        }

        var end = lseek(file, start, SEEK_HOLE);
        return (Math.Min(start, size), end < 0 ? size : Math.Min(end, size));
    }

    /// <summary>Where a link leads; null if it is no link.</summary>
    public static byte[]? TargetOf(int folder, byte[] name)
    {
        var target = new byte[LongestTarget];
        fixed (byte* path = Terminated(name))
        fixed (byte* start = target)
        {
            var length = readlinkat(folder, path, start, LongestTarget);
            return length is > 0 and < LongestTarget ? target[..(int)length] : null;
        }
    }

    /// <summary>Makes a link.</summary>
    /// <returns>The error; 0 for none.</returns>
    public static int MakeLink(byte[] target, int folder, byte[] name)
    {
        fixed (byte* to = Terminated(target))
        fixed (byte* path = Terminated(name))
        {
            return symlinkat(to, folder, path) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Gives a file a second name.</summary>
    /// <returns>The error; 0 for none.</returns>
    public static int AddName(int folder, byte[] name, int otherFolder, byte[] other)
    {
        fixed (byte* from = Terminated(name))
        fixed (byte* to = Terminated(other))
        {
            return linkat(folder, from, otherFolder, to, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Gives an entry the time of its last change, and the permissions, of another. A link has no permissions.</summary>
    public static void Describe(int folder, byte[] name, FileFacts like)
    {
        var times = stackalloc long[4] { 0, UTIME_OMIT, like.Modified.Seconds, like.Modified.Nanoseconds };
        fixed (byte* path = Terminated(name))
        {
            if (!like.IsLink)
            {
                _ = fchmodat(folder, path, like.Permissions, 0);
            }

            _ = utimensat(folder, path, times, AT_SYMLINK_NOFOLLOW);
        }
    }

    private static byte[] Terminated(byte[] name) => [.. name, 0];

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle file, nuint request, nint source);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long lseek(SafeFileHandle file, long offset, int origin);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint readlinkat(int folder, byte* path, byte* target, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int symlinkat(byte* target, int folder, byte* path);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int linkat(int folder, byte* name, int otherFolder, byte* other, int flags);

    [LibraryImport("libc")]
    private static partial int fchmodat(int folder, byte* path, uint mode, int flags);

    [LibraryImport("libc")]
    private static partial int utimensat(int folder, byte* path, long* times, int flags);
}
