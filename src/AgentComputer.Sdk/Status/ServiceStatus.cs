using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>How well a service of the vendor works. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ServiceStatus>))]
public readonly record struct ServiceStatus(string? Value) : IOpenString<ServiceStatus>
{
    /// <summary>The service works.</summary>
    public static ServiceStatus Operational { get; } = new("operational");

    /// <summary>The service works slowly, or with faults.</summary>
    public static ServiceStatus Degraded { get; } = new("degraded");

    /// <summary>The service does not work.</summary>
    public static ServiceStatus Down { get; } = new("down");

    /// <summary>Nothing is known for that time.</summary>
    public static ServiceStatus Unknown { get; } = new("unknown");

    static ServiceStatus IOpenString<ServiceStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
