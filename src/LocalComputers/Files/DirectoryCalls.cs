using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>The calls of Linux that reach a file by its folder's descriptor and its name, which may be any bytes.</summary>
internal static unsafe partial class DirectoryCalls
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int EROFS = 30;
    public const int ENAMETOOLONG = 36;
    public const int ENOTEMPTY = 39;
    public const int ELOOP = 40;

    /// <summary>What stands for the working directory in place of a descriptor.</summary>
    public const int WorkingDirectory = -100;

    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const int AT_REMOVEDIR = 0x200;
    private const int AT_NO_AUTOMOUNT = 0x800;
    private const int AT_EMPTY_PATH = 0x1000;
    // A file system behind a network or a program may hang, so the kernel answers from what it remembers.
    private const int AT_STATX_DONT_SYNC = 0x4000;
    private const nint STATX_BASIC_STATS = 0x7ff;
    private const nint STATX_MNT_ID = 0x1000;
    private const int StatxSize = 256;

    private const uint PermissionsOfNewFile = 0b110_000_000;

    private const nuint FS_IOC_GETFLAGS = 0x80086601;
    private const nuint FS_IOC_SETFLAGS = 0x40086602;
    private const int ImmutableOrAppendOnly = 0x10 | 0x20;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly nint GetDents64 = IsArm ? 61 : 217;
    private static readonly nint Statx = IsArm ? 291 : 332;

    /// <summary>Whether this machine has these calls, with the numbers and layouts that are written here.</summary>
    public static bool AreAvailable { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Opens a folder to read its entries; never what a link leads to.</summary>
    /// <param name="folder">The descriptor of the folder that it lies in, or <see cref="WorkingDirectory"/>.</param>
    /// <param name="name">Its name, or a path.</param>
    /// <param name="opened">The folder; invalid when there is an error.</param>
    /// <returns>The error; 0 for none.</returns>
    public static int OpenFolder(int folder, byte[] name, out SafeFileHandle opened) => Open(folder, name, OpenFlags.Folder, out opened);

    /// <summary>Opens a file; never what a link leads to. Nothing waits for the other end of a pipe.</summary>
    /// <param name="folder">The descriptor of the folder that it lies in, or <see cref="WorkingDirectory"/>.</param>
    /// <param name="name">Its name, or a path.</param>
    /// <param name="flags">What of <see cref="OpenFlags"/> is wanted; none for reading.</param>
    /// <param name="opened">The file; invalid when there is an error.</param>
    /// <returns>The error; 0 for none.</returns>
    public static int OpenFile(int folder, byte[] name, int flags, out SafeFileHandle opened) => Open(folder, name, flags | OpenFlags.NotWaiting, out opened);

    /// <summary>Makes a folder, whose permissions the kernel narrows by what the process denies to new files.</summary>
    /// <returns>The error; 0 for none.</returns>
    public static int MakeFolder(int folder, byte[] name, uint permissions)
    {
        fixed (byte* path = Terminated(name))
        {
            return mkdirat(folder, path, permissions) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Moves an entry, which takes the place of a file or of an empty folder.</summary>
    /// <returns>The error; 0 for none.</returns>
    public static int Move(int fromFolder, byte[] from, int toFolder, byte[] to)
    {
        fixed (byte* source = Terminated(from))
        fixed (byte* target = Terminated(to))
        {
            return renameat(fromFolder, source, toFolder, target) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="folder">The descriptor of the folder that it lies in, or <see cref="WorkingDirectory"/>.</param>
    /// <param name="name">Its name, or a path.</param>
    /// <param name="isFolder">Whether it is an empty folder.</param>
    /// <returns>The error; 0 for none.</returns>
    public static int Remove(int folder, byte[] name, bool isFolder)
    {
        fixed (byte* path = Terminated(name))
        {
            return unlinkat(folder, path, isFolder ? AT_REMOVEDIR : 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Reads what the kernel knows of an entry, without following a link.</summary>
    /// <returns>The error; 0 for none.</returns>
    public static int Look(int folder, byte[] name, out FileFacts facts) =>
        Look(folder, Terminated(name), AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC, out facts);

    /// <summary>Reads what the kernel knows of the file that a path leads to, also through links.</summary>
    /// <returns>The error; 0 for none.</returns>
    public static int LookAt(string path, out FileFacts facts) =>
        Look(WorkingDirectory, Terminated(Encoding.UTF8.GetBytes(path)), AT_NO_AUTOMOUNT, out facts);

    /// <summary>Reads what the kernel knows of an open folder.</summary>
    /// <returns>The error; 0 for none.</returns>
    public static int Look(SafeFileHandle folder, out FileFacts facts) => Look((int)folder.DangerousGetHandle(), [0], AT_EMPTY_PATH, out facts);

    /// <summary>Reads as many entries as fit into the buffer, as <see cref="FolderEntry"/> takes them apart.</summary>
    /// <returns>How many bytes; 0 at the end, negative for an error.</returns>
    public static int ReadEntries(SafeFileHandle folder, byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)syscall(GetDents64, folder, start, buffer.Length);
        }
    }

    /// <summary>Goes on reading behind the entry that has this position.</summary>
    public static void GoTo(SafeFileHandle folder, long position) => _ = lseek(folder, position, 0);

    /// <summary>Lets this user do everything with an open folder.</summary>
    public static void Allow(SafeFileHandle folder, FileFacts facts) => _ = fchmod(folder, facts.Permissions | 0b111_000_000);

    /// <summary>Lets this user do everything with a folder that can't be opened yet.</summary>
    /// <returns>Whether that is so now.</returns>
    public static bool TryAllow(int folder, byte[] name)
    {
        if (Open(folder, name, OpenFlags.Folder | OpenFlags.PlaceOnly, out var found) != 0)
        {
            return false;
        }

        using (found)
        {
            // The folder is changed by its descriptor: its name could lead elsewhere by now, and chmod follows links.
            var path = Encoding.ASCII.GetBytes($"/proc/self/fd/{found.DangerousGetHandle()}\0");
            fixed (byte* start = path)
            {
                return Look(found, out var facts) == 0 && fchmodat(WorkingDirectory, start, facts.Permissions | 0b111_000_000, 0) == 0;
            }
        }
    }

    /// <summary>Takes away what root may have set to keep an ordinary file or a folder from changes (<c>chattr +i</c>, <c>+a</c>).</summary>
    /// <returns>Whether there was such a thing and it is gone.</returns>
    public static bool TryUnlock(int folder, byte[] name)
    {
        // Only these are opened: opening a device may do something, and a file with a second name may be a file of the host.
        if (Look(folder, name, out var facts) != 0 || !(facts.IsFolder || (facts.IsFile && facts.Links == 1)) || Open(folder, name, OpenFlags.NotWaiting, out var opened) != 0)
        {
            return false;
        }

        using (opened)
        {
            return TryUnlock(opened);
        }
    }

    /// <summary>The same for an open folder.</summary>
    public static bool TryUnlock(SafeFileHandle file)
    {
        long flags;
        if (ioctl(file, FS_IOC_GETFLAGS, &flags) != 0 || (flags & ImmutableOrAppendOnly) == 0)
        {
            return false;
        }

        flags &= ~ImmutableOrAppendOnly;
        return ioctl(file, FS_IOC_SETFLAGS, &flags) == 0;
    }

    private static int Open(int folder, byte[] name, int flags, out SafeFileHandle opened)
    {
        fixed (byte* path = Terminated(name))
        {
            // The permissions count only for a file that is made. On macOS they don't arrive, so whoever makes a file sets them afterwards.
            opened = new(openat(folder, path, flags | OpenFlags.NoLink | OpenFlags.CloseOnExec, PermissionsOfNewFile), ownsHandle: true);
            return opened.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    private static int Look(int folder, byte[] name, int flags, out FileFacts facts)
    {
        var buffer = stackalloc byte[StatxSize];
        fixed (byte* path = name)
        {
            if (syscall(Statx, folder, path, flags, STATX_BASIC_STATS | STATX_MNT_ID, buffer) != 0)
            {
                facts = default;
                return Marshal.GetLastPInvokeError();
            }
        }

        facts = FileFacts.Of(new(buffer, StatxSize));
        return 0;
    }

    private static byte[] Terminated(byte[] name) => [.. name, 0];

    [LibraryImport("libc", SetLastError = true)]
    private static partial int openat(int folder, byte* path, int flags, uint permissions);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mkdirat(int folder, byte* path, uint permissions);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int renameat(int fromFolder, byte* from, int toFolder, byte* to);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlinkat(int folder, byte* path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmod(SafeFileHandle file, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmodat(int folder, byte* path, uint mode, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle file, nuint request, long* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long lseek(SafeFileHandle file, long offset, int origin);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, SafeFileHandle folder, byte* buffer, nint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint folder, byte* path, nint flags, nint mask, byte* buffer);
}
