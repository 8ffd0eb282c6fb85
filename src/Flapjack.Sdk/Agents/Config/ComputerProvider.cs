using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Who provides an agent's computer. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerProvider>))]
public readonly record struct ComputerProvider(string? Value) : IOpenString<ComputerProvider>
{
    /// <summary>Tensorlake, the default of an agent that was not created from a template; ephemeral only.</summary>
    public static ComputerProvider Tensorlake { get; } = new("tensorlake");

    /// <summary>Vercel; ephemeral only.</summary>
    public static ComputerProvider Vercel { get; } = new("vercel");

    /// <summary>Heyo's virtual machines, which can last.</summary>
    public static ComputerProvider Heyvm { get; } = new("heyvm");

    static ComputerProvider IOpenString<ComputerProvider>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
