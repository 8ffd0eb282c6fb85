using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What a computer is made from. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerSourceKind>))]
public readonly record struct ComputerSourceKind(string? Value) : IOpenString<ComputerSourceKind>
{
    /// <summary>An image of the service.</summary>
    public static ComputerSourceKind Image { get; } = new("image");

    /// <summary>A snapshot of another computer.</summary>
    public static ComputerSourceKind Snapshot { get; } = new("snapshot");

    static ComputerSourceKind IOpenString<ComputerSourceKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
