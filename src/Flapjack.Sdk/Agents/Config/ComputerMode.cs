using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Whether an agent's computer lasts. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerMode>))]
public readonly record struct ComputerMode(string? Value) : IOpenString<ComputerMode>
{
    /// <summary>The computer is made for one use and thrown away afterwards.</summary>
    public static ComputerMode Ephemeral { get; } = new("ephemeral");

    /// <summary>The computer keeps its files from use to use; needs the provider <c>heyvm</c>.</summary>
    public static ComputerMode Persistent { get; } = new("persistent");

    /// <summary>The computer is at an endpoint of your own; needs the provider <c>heyvm</c>.</summary>
    public static ComputerMode Custom { get; } = new("custom");

    static ComputerMode IOpenString<ComputerMode>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
