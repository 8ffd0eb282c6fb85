using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>Reads and writes ordinary files of a workspace. A path reaches no file outside of the workspace, through <c>..</c> or through a link: see <see cref="WorkspaceWalk"/>.</summary>
internal static partial class WorkspaceFile
{
    private const int EROFS = 30;

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The file's path: <c>/workspace/…</c> or relative to the workspace.</param>
    /// <param name="maxBytes">How many bytes are read at most.</param>
    /// <returns>What was read, and how large the file is altogether.</returns>
    /// <exception cref="WorkspaceFileException">There is no such file, or it can't be read.</exception>
    public static (byte[] Content, long Size) Read(ComputerFolder folder, string path, int maxBytes)
    {
        using var walk = WalkTo(folder, path);
        return Read(walk, maxBytes);
    }

    /// <summary>The same for a folder of the host, which is no workspace of a computer.</summary>
    /// <param name="folder">The folder: a path without links.</param>
    /// <param name="relative">The file's path below it.</param>
    /// <param name="maxBytes">How many bytes are read at most.</param>
    /// <returns>What was read, and how large the file is altogether.</returns>
    /// <exception cref="WorkspaceFileException">There is no such file, or it can't be read.</exception>
    public static (byte[] Content, long Size) Read(string folder, string relative, int maxBytes)
    {
        RefuseFolder(relative);
        using var walk = new WorkspaceWalk(folder, relative);
        return Read(walk, maxBytes);
    }

    private static (byte[] Content, long Size) Read(WorkspaceWalk walk, int maxBytes)
    {
        var name = walk.GoToName(makesFolders: false) ?? throw new WorkspaceFileException(FileFault.NotThere);
        // It is looked at before it is opened: opening a device may do something.
        _ = OrdinaryAt(walk, name, isRequired: true);
        using var file = new SafeFileHandle(
            openat(walk.Folder, name, OpenFlags.NoLink | OpenFlags.CloseOnExec | OpenFlags.NotWaiting), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }

        return Guarded(() =>
        {
            // A command may have put something else in its place since the look.
            RefuseUnlessOrdinary(file);
            var size = RandomAccess.GetLength(file);
            var content = new byte[Math.Min(size, maxBytes)];
            var length = 0;
            while (length < content.Length && RandomAccess.Read(file, content.AsSpan(length), length) is > 0 and var count)
            {
                length += count;
            }

            return (content[..length], Math.Max(size, length));
        });
    }

    /// <summary>
    /// Writes a file: a reader sees the old content or the new content, never a part. Folders on the way that are not there are made. A file that was there
    /// keeps its permissions.
    /// </summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The file's path: <c>/workspace/…</c> or relative to the workspace.</param>
    /// <param name="content">All of its new content.</param>
    /// <exception cref="WorkspaceFileException">The file can't be written.</exception>
    public static void Write(ComputerFolder folder, string path, ReadOnlySpan<byte> content)
    {
        using var walk = WalkTo(folder, path);
        var name = walk.GoToName(makesFolders: true) ?? throw new WorkspaceFileException(FileFault.NotThere);
        var mode = OrdinaryAt(walk, name, isRequired: false)?.Permissions;
        if ((mode & (uint)UnixFileMode.UserWrite) == 0)
        {
            throw new WorkspaceFileException(FileFault.Denied);
        }

        // The content is written beside the workspace, so that no command sees a half-written file.
        var incoming = Path.Combine(folder.Root, $"incoming-{Guid.NewGuid():N}");
        try
        {
            WriteNew(incoming, content, mode);
            if (renameat(-1, incoming, walk.Folder, name) != 0)
            {
                throw Failure(Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            RemoveIfThere(incoming);
        }
    }

    private static WorkspaceWalk WalkTo(ComputerFolder folder, string path)
    {
        RefuseFolder(path is "/workspace" ? "" : path);
        // A command without isolation may have put a link in the workspace's place. The link may lead to files of the host.
        return ComputerFolder.RelativeOf(path) is { } relative && !WorkspacePath.IsLink(folder.Workspace)
            ? new(folder.Workspace, relative)
            : throw new WorkspaceFileException(FileFault.NotThere);
    }

    // Only a folder has a path that ends like this.
    private static void RefuseFolder(string path)
    {
        if (path[(path.LastIndexOf('/') + 1)..] is "" or "." or "..")
        {
            throw new WorkspaceFileException(FileFault.NotAFile);
        }
    }

    /// <summary>What the kernel knows of an ordinary file; null where there is none, or where the kernel can't be asked.</summary>
    private static FileFacts? OrdinaryAt(WorkspaceWalk walk, string name, bool isRequired)
    {
        if (!DirectoryCalls.AreAvailable)
        {
            return null;
        }

        return DirectoryCalls.Look((int)walk.Folder.DangerousGetHandle(), Encoding.UTF8.GetBytes(name), out var facts) switch
        {
            0 when facts.IsFile => facts,
            0 => throw new WorkspaceFileException(FileFault.NotAFile),
            DirectoryCalls.ENOENT when !isRequired => null,
            var error => throw Failure(error),
        };
    }

    private static void RefuseUnlessOrdinary(SafeFileHandle file)
    {
        if (DirectoryCalls.AreAvailable && (DirectoryCalls.Look(file, out var facts) != 0 || !facts.IsFile))
        {
            throw new WorkspaceFileException(FileFault.NotAFile);
        }
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> content, uint? mode)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, preallocationSize: content.Length);
            RandomAccess.Write(file, content, 0);
            if (mode is { } kept)
            {
                File.SetUnixFileMode(file, (UnixFileMode)kept);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceFileException(FileFault.Failed, e);
        }
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // .NET reads no folder and measures no pipe, which are found here where the kernel can't be asked.
            throw new WorkspaceFileException(e is IOException ? FileFault.Failed : FileFault.NotAFile, e);
        }
    }

    private static void RemoveIfThere(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is removed with its computer.
        }
    }

    private static WorkspaceFileException Failure(int error) => new(error switch
    {
        DirectoryCalls.ENOENT or DirectoryCalls.ENOTDIR => FileFault.NotThere,
        DirectoryCalls.EACCES or DirectoryCalls.EPERM or EROFS => FileFault.Denied,
        DirectoryCalls.EISDIR or DirectoryCalls.ENOTEMPTY or DirectoryCalls.EEXIST or DirectoryCalls.ELOOP => FileFault.NotAFile,
        _ => FileFault.Failed,
    });

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(SafeFileHandle folder, string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat(int fromFolder, string from, SafeFileHandle toFolder, string to);
}
