namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What a caller says a new computer is to be made of.</summary>
/// <param name="ImageId">The image; null for the default image, or for a snapshot.</param>
/// <param name="SnapshotId">The snapshot; null for an image.</param>
internal sealed record AskedSource(string? ImageId, string? SnapshotId);
