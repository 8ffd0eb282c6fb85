using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>Opens ordinary files of a workspace, and nothing else: no folder, pipe, socket or device.</summary>
internal static class OrdinaryFile
{
    /// <summary>Opens a file that is there to read it.</summary>
    /// <exception cref="WorkspaceFileException">There is no such file, or it can't be read.</exception>
    public static SafeFileHandle OpenToRead(WorkspacePlace place)
    {
        // It is looked at before it is opened: opening a device may do something.
        if (LookAt(place) is null && DirectoryCalls.AreAvailable)
        {
            throw new WorkspaceFileException(FileFault.NotThere);
        }

        return Open(place, flags: 0);
    }

    /// <summary>Opens a file to write parts of it; makes it if it is not there.</summary>
    /// <param name="place">Where the file is.</param>
    /// <param name="isNew">Whether it was made.</param>
    /// <exception cref="WorkspaceFileException">It can't be written.</exception>
    public static SafeFileHandle OpenToWrite(WorkspacePlace place, out bool isNew)
    {
        RefuseReadOnly(LookAt(place));
        isNew = DirectoryCalls.OpenFile(place.Descriptor, place.NameBytes, OpenFlags.Write | OpenFlags.New, out var made) == 0;
        if (isNew)
        {
            return made;
        }

        made.Dispose();
        return Open(place, OpenFlags.Write);
    }

    /// <summary>What the kernel knows of an ordinary file; null where there is none, or where the kernel can't be asked.</summary>
    /// <exception cref="WorkspaceFileException">Something else is there.</exception>
    public static FileFacts? LookAt(WorkspacePlace place)
    {
        var facts = DirectoryCalls.AreAvailable ? place.Look() : null;
        return facts is null or { IsFile: true } ? facts : throw new WorkspaceFileException(FileFault.NotAFile);
    }

    /// <summary>What the kernel knows of an open file; null where it can't be asked.</summary>
    /// <exception cref="WorkspaceFileException">It is no ordinary file.</exception>
    public static FileFacts? LookAt(SafeFileHandle file)
    {
        if (!DirectoryCalls.AreAvailable)
        {
            return null;
        }

        return DirectoryCalls.Look(file, out var facts) == 0 && facts.IsFile ? facts : throw new WorkspaceFileException(FileFault.NotAFile);
    }

    /// <summary>Refuses to write a file whose owner may not write it. The root user could.</summary>
    public static void RefuseReadOnly(FileFacts? facts)
    {
        if (facts is { } there && (there.Permissions & (uint)UnixFileMode.UserWrite) == 0)
        {
            throw new WorkspaceFileException(FileFault.Denied);
        }
    }

    private static SafeFileHandle Open(WorkspacePlace place, int flags)
    {
        if (DirectoryCalls.OpenFile(place.Descriptor, place.NameBytes, flags, out var file) is var error and not 0)
        {
            file.Dispose();
            throw WorkspaceFileException.Of(error);
        }

        try
        {
            // A command may have put something else in its place since the look.
            LookAt(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
