using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether a mount can be used. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<MountState>))]
public readonly record struct MountState(string? Value) : IOpenString<MountState>
{
    /// <summary>Not yet.</summary>
    public static MountState Pending { get; } = new("pending");

    /// <summary>It is being mounted.</summary>
    public static MountState Mounting { get; } = new("mounting");

    /// <summary>It can be used.</summary>
    public static MountState Mounted { get; } = new("mounted");

    /// <summary>It could not be mounted; the failure reason tells why.</summary>
    public static MountState Failed { get; } = new("failed");

    /// <summary>It is being unmounted.</summary>
    public static MountState Deleting { get; } = new("deleting");

    static MountState IOpenString<MountState>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
