using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Who shares a computer. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerScope>))]
public readonly record struct ComputerScope(string? Value) : IOpenString<ComputerScope>
{
    /// <summary>Each thread has a computer of its own.</summary>
    public static ComputerScope Thread { get; } = new("thread");

    /// <summary>All threads of the agent share one computer.</summary>
    public static ComputerScope Agent { get; } = new("agent");

    static ComputerScope IOpenString<ComputerScope>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
