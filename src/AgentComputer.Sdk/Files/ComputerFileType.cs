using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What stands at a path. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerFileType>))]
public readonly record struct ComputerFileType(string? Value) : IOpenString<ComputerFileType>
{
    /// <summary>Everything that is no directory, also a device or a socket.</summary>
    public static ComputerFileType File { get; } = new("file");

    /// <summary>A directory.</summary>
    public static ComputerFileType Directory { get; } = new("directory");

    static ComputerFileType IOpenString<ComputerFileType>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
