using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>How a computer is shared. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ShareKind>))]
public readonly record struct ShareKind(string? Value) : IOpenString<ShareKind>
{
    /// <summary>By an address: whoever knows the address has the access.</summary>
    public static ShareKind Link { get; } = new("link");

    static ShareKind IOpenString<ShareKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
