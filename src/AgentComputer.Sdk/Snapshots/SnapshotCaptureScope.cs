using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What a snapshot holds. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<SnapshotCaptureScope>))]
public readonly record struct SnapshotCaptureScope(string? Value) : IOpenString<SnapshotCaptureScope>
{
    /// <summary>The files of the computer.</summary>
    public static SnapshotCaptureScope Filesystem { get; } = new("filesystem");

    /// <summary>The whole computer.</summary>
    public static SnapshotCaptureScope Computer { get; } = new("computer");

    static SnapshotCaptureScope IOpenString<SnapshotCaptureScope>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
