namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What this API knows of a computer. The engine knows the rest by the same id.</summary>
internal sealed record ComputerRow
{
    public required string Id { get; init; }

    public required string WorkspaceId { get; init; }

    /// <summary>Its name in addresses; unique in the workspace.</summary>
    public required string Handle { get; init; }

    public required string DisplayName { get; init; }

    public required string ImageId { get; init; }

    /// <summary><c>image</c> or <c>snapshot</c>.</summary>
    public required string SourceKind { get; init; }

    public string? SourceSnapshotId { get; init; }

    public required string SizePreset { get; init; }

    public required int MemoryMib { get; init; }

    public required long StorageBytes { get; init; }

    public ComputerSize Size => new(SizePreset, MemoryMib, StorageBytes);

    /// <summary>The public keys that may log in over SSH, each a line as in <c>authorized_keys</c>.</summary>
    public IReadOnlyList<string> AuthorizedKeys { get; init; } = [];

    /// <summary>Why its latest operation failed; null if it did not.</summary>
    public string? FailureReason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Since when it is being deleted; null if it is not.</summary>
    public DateTimeOffset? DeletingSince { get; init; }
}
