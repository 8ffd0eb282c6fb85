using System.Runtime.InteropServices;

namespace LocalComputers.Files;

/// <summary>A file of a workspace can't be read or written. The door tells callers what that means, because the inner exception names places of the host.</summary>
internal sealed class WorkspaceFileException(FileFault fault, Exception? inner = null) : Exception($"The file can't be reached: {fault}.", inner)
{
    public FileFault Fault => fault;

    /// <summary>What an error of a system call means for the file that it was about.</summary>
    public static WorkspaceFileException Of(int error) => error switch
    {
        DirectoryCalls.ENOENT or DirectoryCalls.ENOTDIR => new(FileFault.NotThere),
        DirectoryCalls.EACCES or DirectoryCalls.EPERM or DirectoryCalls.EROFS => new(FileFault.Denied),
        DirectoryCalls.EISDIR or DirectoryCalls.ENOTEMPTY or DirectoryCalls.EEXIST or DirectoryCalls.ELOOP => new(FileFault.NotAFile),
        DirectoryCalls.ENAMETOOLONG => new(FileFault.BadName),
        _ => new(FileFault.Failed, new IOException(Marshal.GetPInvokeErrorMessage(error), error)),
    };
}
