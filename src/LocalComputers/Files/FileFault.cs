namespace LocalComputers.Files;

/// <summary>Why a file of a workspace can't be read or written.</summary>
internal enum FileFault
{
    /// <summary>There is no such file or folder inside the workspace, or a link on the way is absolute or leaves the workspace.</summary>
    NotThere,

    /// <summary>The path names a folder, a pipe, a socket or a device.</summary>
    NotAFile,

    /// <summary>The file's permissions do not allow it.</summary>
    Denied,

    /// <summary>The disk does not do it; the inner exception tells why.</summary>
    Failed,
}
