using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether a snapshot is stored apart from the machine that it was taken on. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<SnapshotDurableState>))]
public readonly record struct SnapshotDurableState(string? Value) : IOpenString<SnapshotDurableState>
{
    /// <summary>Not yet.</summary>
    public static SnapshotDurableState Pending { get; } = new("pending");

    /// <summary>It is being copied.</summary>
    public static SnapshotDurableState Syncing { get; } = new("syncing");

    /// <summary>It is.</summary>
    public static SnapshotDurableState Ready { get; } = new("ready");

    /// <summary>The copy failed.</summary>
    public static SnapshotDurableState Failed { get; } = new("failed");

    static SnapshotDurableState IOpenString<SnapshotDurableState>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
