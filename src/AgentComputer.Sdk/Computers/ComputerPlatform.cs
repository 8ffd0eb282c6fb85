using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The system of a computer. The vendor documents the field without its values. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerPlatform>))]
public readonly record struct ComputerPlatform(string? Value) : IOpenString<ComputerPlatform>
{
    /// <summary>Linux.</summary>
    public static ComputerPlatform Linux { get; } = new("linux");

    /// <summary>macOS, which takes no commands, file operations, mounts, ports, resizes or snapshots.</summary>
    public static ComputerPlatform MacOS { get; } = new("macos");

    static ComputerPlatform IOpenString<ComputerPlatform>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
