using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Which rate limit was hit. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<RateLimitReason>))]
public readonly record struct RateLimitReason(string? Value) : IOpenString<RateLimitReason>
{
    /// <summary>60 commands a minute on one agent.</summary>
    public static RateLimitReason Agent { get; } = new("AGENT");

    /// <summary>600 commands a minute in the whole organization.</summary>
    public static RateLimitReason Organization { get; } = new("ORG");

    /// <summary>Three commands at the same time on one agent.</summary>
    public static RateLimitReason Concurrent { get; } = new("CONCURRENT");

    static RateLimitReason IOpenString<RateLimitReason>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
