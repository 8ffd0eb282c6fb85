namespace LocalComputers.Files;

/// <summary>A file of a workspace can't be read or written. The door tells callers what that means, because the inner exception names places of the host.</summary>
internal sealed class WorkspaceFileException(FileFault fault, Exception? inner = null) : Exception($"The file can't be reached: {fault}.", inner)
{
    public FileFault Fault => fault;
}
