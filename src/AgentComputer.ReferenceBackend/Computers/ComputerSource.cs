using LocalComputers.Computers;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What a new computer is made of.</summary>
/// <param name="ImageId">The image, also of the computer that a snapshot was taken of.</param>
/// <param name="SnapshotId">The snapshot; null for an image.</param>
/// <param name="Size">How large the computer is if its caller asks for no size.</param>
/// <param name="Fill">Lays the files of the snapshot into the computer before it is used; null for an image.</param>
internal sealed record ComputerSource(string ImageId, string? SnapshotId, ComputerSize Size, Func<Computer, CancellationToken, Task>? Fill)
{
    /// <summary>The kind in the words of the API.</summary>
    public string Kind => SnapshotId is null ? "image" : "snapshot";

    public static ComputerSource Of(ComputerImage image) => new(image.Id, null, ComputerSizes.Default, null);
}
