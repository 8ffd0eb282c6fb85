using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What a new computer is made from.</summary>
/// <remarks><c>POST /v1/computers</c></remarks>
public record ComputerSource
{
    /// <summary>The image that the service uses if nothing else is said.</summary>
    public static ComputerSource DefaultImage { get; } = OfImage("");

    /// <summary>What it is.</summary>
    [JsonPropertyName("kind")]
    public required ComputerSourceKind Kind { get; init; }

    /// <summary>The id of the image, empty for the service's own; null for a snapshot.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>The id of the snapshot; null for an image.</summary>
    [JsonPropertyName("snapshot_id")]
    public string? SnapshotId { get; init; }

    /// <summary>An image.</summary>
    /// <param name="imageId">The image's id.</param>
    /// <returns>The source.</returns>
    public static ComputerSource OfImage(string imageId) => new() { Kind = ComputerSourceKind.Image, ImageId = imageId };

    /// <summary>A snapshot.</summary>
    /// <param name="snapshotId">The snapshot's id.</param>
    /// <returns>The source.</returns>
    public static ComputerSource OfSnapshot(string snapshotId) => new() { Kind = ComputerSourceKind.Snapshot, SnapshotId = snapshotId };
}
