using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>Reads and writes ordinary files of a workspace. A path reaches no file outside of the workspace, through <c>..</c> or through a link: see <see cref="WorkspaceWalk"/>.</summary>
internal static class WorkspaceFile
{
    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The file's path: <c>/workspace/…</c> or relative to the workspace.</param>
    /// <param name="maxBytes">How many bytes are read at most.</param>
    /// <returns>What was read, and how large the file is altogether.</returns>
    /// <exception cref="WorkspaceFileException">There is no such file, or it can't be read.</exception>
    public static (byte[] Content, long Size) Read(ComputerFolder folder, string path, int maxBytes) => ReadRange(folder, path, 0, maxBytes);

    /// <summary>The same for a folder of the host, which is no workspace of a computer.</summary>
    /// <param name="folder">The folder: a path without links.</param>
    /// <param name="relative">The file's path below it.</param>
    /// <param name="maxBytes">How many bytes are read at most.</param>
    /// <returns>What was read, and how large the file is altogether.</returns>
    /// <exception cref="WorkspaceFileException">There is no such file, or it can't be read.</exception>
    public static (byte[] Content, long Size) Read(string folder, string relative, int maxBytes)
    {
        RefuseFolder(relative);
        using var place = WorkspacePlace.Of(folder, relative);
        return ReadRange(place, 0, maxBytes);
    }

    /// <summary>Reads a part of a file, and keeps no more of the file in memory than that part.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The file's path: <c>/workspace/…</c> or relative to the workspace.</param>
    /// <param name="offset">Where the part begins, in bytes; behind the end of the file nothing is read.</param>
    /// <param name="length">How many bytes are read at most.</param>
    /// <returns>What was read, and how large the file is altogether.</returns>
    /// <exception cref="WorkspaceFileException">There is no such file, or it can't be read.</exception>
    public static (byte[] Content, long Size) ReadRange(ComputerFolder folder, string path, long offset, int length)
    {
        RefuseFolder(path);
        using var place = WorkspacePlace.Of(folder, path);
        return ReadRange(place, offset, length);
    }

    /// <summary>
    /// Writes a file: a reader sees the old content or the new content, never a part. Folders on the way that are not there are made.
    /// </summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The file's path: <c>/workspace/…</c> or relative to the workspace.</param>
    /// <param name="content">All of its new content.</param>
    /// <param name="mode">Its permissions; null lets a file that was there keep them.</param>
    /// <exception cref="WorkspaceFileException">The file can't be written.</exception>
    public static void Write(ComputerFolder folder, string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        RefuseFolder(path);
        using var place = WorkspacePlace.Of(folder, path, makesFolders: true);
        var found = OrdinaryFile.LookAt(place);
        OrdinaryFile.RefuseReadOnly(found);
        using var incoming = new IncomingFile(folder, content, mode ?? (UnixFileMode?)found?.Permissions);
        incoming.TryMoveTo(place);
    }

    /// <summary>
    /// Writes a part of a file, in its place. What stands before and behind the part stays, and a gap between the end of the file and the part is filled
    /// with zeros. A file that is not there is made, with the folders on the way.
    /// </summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The file's path: <c>/workspace/…</c> or relative to the workspace.</param>
    /// <param name="offset">Where the part begins, in bytes.</param>
    /// <param name="content">The part.</param>
    /// <param name="mode">The permissions that the file has then.</param>
    /// <exception cref="WorkspaceFileException">The file can't be written. A part that did not fit on the disk may be there in part.</exception>
    public static void WriteAt(ComputerFolder folder, string path, long offset, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        RefuseFolder(path);
        using var place = WorkspacePlace.Of(folder, path, makesFolders: true);
        using var file = OrdinaryFile.OpenToWrite(place, out _);
        try
        {
            RandomAccess.Write(file, content, offset);
            File.SetUnixFileMode(file, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new WorkspaceFileException(FileFault.Failed, e);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // The file system knows no file that is this long.
            throw new WorkspaceFileException(FileFault.TooLarge, e);
        }
    }

    /// <summary>Refuses a path that only a folder can have.</summary>
    /// <exception cref="WorkspaceFileException">The path ends like the path of a folder.</exception>
    public static void RefuseFolder(string path)
    {
        if (path is "/workspace" || path[(path.LastIndexOf('/') + 1)..] is "" or "." or "..")
        {
            throw new WorkspaceFileException(FileFault.NotAFile);
        }
    }

    private static (byte[] Content, long Size) ReadRange(WorkspacePlace place, long offset, int length)
    {
        using var file = OrdinaryFile.OpenToRead(place);
        return ReadRange(file, offset, length);
    }

    /// <inheritdoc cref="ReadRange(ComputerFolder, string, long, int)"/>
    public static (byte[] Content, long Size) ReadRange(SafeFileHandle file, long offset, int length)
    {
        try
        {
            var size = RandomAccess.GetLength(file);
            var content = new byte[Math.Clamp(size - offset, 0, length)];
            var count = 0;
            while (count < content.Length && RandomAccess.Read(file, content.AsSpan(count), offset + count) is > 0 and var more)
            {
                count += more;
            }

            return (count == content.Length ? content : content[..count], Math.Max(size, count == 0 ? 0 : offset + count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // .NET reads no folder and measures no pipe, which are found here where the kernel can't be asked.
            throw new WorkspaceFileException(e is IOException ? FileFault.Failed : FileFault.NotAFile, e);
        }
    }
}
