using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether a snapshot holds running programs. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<SnapshotRuntimeState>))]
public readonly record struct SnapshotRuntimeState(string? Value) : IOpenString<SnapshotRuntimeState>
{
    /// <summary>No: a restored computer starts anew.</summary>
    public static SnapshotRuntimeState Absent { get; } = new("absent");

    /// <summary>Yes: the programs go on.</summary>
    public static SnapshotRuntimeState Included { get; } = new("included");

    static SnapshotRuntimeState IOpenString<SnapshotRuntimeState>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
