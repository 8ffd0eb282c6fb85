using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Where the service runs an agent. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<AgentRuntimeProvider>))]
public readonly record struct AgentRuntimeProvider(string? Value) : IOpenString<AgentRuntimeProvider>
{
    /// <summary>Tensorlake, the default.</summary>
    public static AgentRuntimeProvider Tensorlake { get; } = new("tensorlake");

    /// <summary>Modal.</summary>
    public static AgentRuntimeProvider Modal { get; } = new("modal");

    static AgentRuntimeProvider IOpenString<AgentRuntimeProvider>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
