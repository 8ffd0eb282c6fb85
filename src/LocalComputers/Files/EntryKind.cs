namespace LocalComputers.Files;

/// <summary>What an entry of a folder is.</summary>
internal enum EntryKind
{
    /// <summary>The file system does not tell.</summary>
    Unknown,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>Anything else: a file, a link, a pipe, a socket, a device.</summary>
    Other,
}
