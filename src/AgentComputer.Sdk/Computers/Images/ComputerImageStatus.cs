using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether an image can be used. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerImageStatus>))]
public readonly record struct ComputerImageStatus(string? Value) : IOpenString<ComputerImageStatus>
{
    /// <summary>New computers can be made from the image.</summary>
    public static ComputerImageStatus Active { get; } = new("active");

    static ComputerImageStatus IOpenString<ComputerImageStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
