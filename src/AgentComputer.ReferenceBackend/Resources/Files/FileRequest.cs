using LocalComputers.Files.Search;

namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>What a call asks for, checked. What an operation does not use is null.</summary>
internal sealed record FileRequest
{
    /// <summary>One of <see cref="FileOperations.Names"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>Relative to the workspace; empty for the workspace itself.</summary>
    public required string Path { get; init; }

    /// <summary>The new path of a move, relative to the workspace.</summary>
    public string? To { get; init; }

    /// <summary>What is to be written.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The permissions of what is written.</summary>
    public UnixFileMode Mode { get; init; }

    public bool Recursive { get; init; }

    /// <summary>Where a range begins, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>How long a range is, in bytes.</summary>
    public long Length { get; init; }

    public IReadOnlyList<FileEdit> Edits { get; init; } = [];

    /// <summary>All of the new content of a patch; null for edits.</summary>
    public byte[]? SetContents { get; init; }

    /// <summary>What a search looks for.</summary>
    public LinePattern? Pattern { get; init; }

    /// <summary>How many lines a search tells.</summary>
    public int MaxMatches { get; init; }
}
