using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether a snapshot can be restored. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<SnapshotState>))]
public readonly record struct SnapshotState(string? Value) : IOpenString<SnapshotState>
{
    /// <summary>It is being taken.</summary>
    public static SnapshotState Creating { get; } = new("creating");

    /// <summary>It can be restored.</summary>
    public static SnapshotState Ready { get; } = new("ready");

    /// <summary>It could not be taken; the failure reason tells why.</summary>
    public static SnapshotState Failed { get; } = new("failed");

    /// <summary>It is being deleted.</summary>
    public static SnapshotState Deleting { get; } = new("deleting");

    static SnapshotState IOpenString<SnapshotState>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
