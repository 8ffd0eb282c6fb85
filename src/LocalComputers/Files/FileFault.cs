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

    /// <summary>The path names a file where a folder is needed.</summary>
    NotAFolder,

    /// <summary>Something of that name is there already.</summary>
    IsThere,

    /// <summary>The folder is not empty, and only an empty folder was to go.</summary>
    NotEmpty,

    /// <summary>The workspace itself was to be moved, or a folder into itself.</summary>
    IntoItself,

    /// <summary>It is larger, or has more entries, than the caller takes.</summary>
    TooLarge,

    /// <summary>A process changed it again and again while it was read.</summary>
    Changing,

    /// <summary>A name is too long for the disk.</summary>
    BadName,
}
