using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How large a computer is. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerSizeClass>))]
public readonly record struct ComputerSizeClass(string? Value) : IOpenString<ComputerSizeClass>
{
    /// <summary>The smallest; 5 GiB of disk on the reference backend.</summary>
    public static ComputerSizeClass Small { get; } = new("small");

    /// <summary>The service's default; 10 GiB of disk on the reference backend.</summary>
    public static ComputerSizeClass Medium { get; } = new("medium");

    /// <summary>The largest; 20 GiB of disk on the reference backend.</summary>
    public static ComputerSizeClass Large { get; } = new("large");

    static ComputerSizeClass IOpenString<ComputerSizeClass>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
