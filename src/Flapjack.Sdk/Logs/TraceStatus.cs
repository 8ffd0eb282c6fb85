using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How a trace or a span has ended. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<TraceStatus>))]
public readonly record struct TraceStatus(string? Value) : IOpenString<TraceStatus>
{
    /// <summary>It has not ended.</summary>
    public static TraceStatus Running { get; } = new("running");

    /// <summary>It has ended well.</summary>
    public static TraceStatus Ok { get; } = new("ok");

    /// <summary>It has failed.</summary>
    public static TraceStatus Error { get; } = new("error");

    static TraceStatus IOpenString<TraceStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
