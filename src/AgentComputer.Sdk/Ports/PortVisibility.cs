using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Who may reach a published port. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<PortVisibility>))]
public readonly record struct PortVisibility(string? Value) : IOpenString<PortVisibility>
{
    /// <summary>Everybody.</summary>
    public static PortVisibility Public { get; } = new("public");

    /// <summary>Who has an access session for the browser.</summary>
    public static PortVisibility Private { get; } = new("private");

    static PortVisibility IOpenString<PortVisibility>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
