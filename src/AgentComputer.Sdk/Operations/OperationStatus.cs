using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>How far an operation is. The service documents only the two that end it. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<OperationStatus>))]
public readonly record struct OperationStatus(string? Value) : IOpenString<OperationStatus>
{
    /// <summary>It waits for its turn.</summary>
    public static OperationStatus Queued { get; } = new("queued");

    /// <summary>It goes on.</summary>
    public static OperationStatus Running { get; } = new("running");

    /// <summary>It is done.</summary>
    public static OperationStatus Succeeded { get; } = new("succeeded");

    /// <summary>It failed; its error message tells why.</summary>
    public static OperationStatus Failed { get; } = new("failed");

    static OperationStatus IOpenString<OperationStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
