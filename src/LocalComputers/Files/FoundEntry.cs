namespace LocalComputers.Files;

/// <summary>A file or folder of a workspace.</summary>
/// <param name="Path">Its path, relative to the workspace; <c>.</c> for the workspace itself. Bytes that are not UTF-8 are replaced.</param>
/// <param name="IsFolder">Whether it is a folder; false for a file, a link, a pipe, a socket and a device.</param>
/// <param name="Size">How many bytes it has; of a folder what the file system says.</param>
/// <param name="Mode">Its permissions.</param>
internal readonly record struct FoundEntry(string Path, bool IsFolder, long Size, UnixFileMode Mode)
{
    private const uint Rights = 0b111_111_111;

    public static FoundEntry Of(string path, FileFacts facts) => new(path, facts.IsFolder, facts.Size, (UnixFileMode)(facts.Permissions & Rights));
}
