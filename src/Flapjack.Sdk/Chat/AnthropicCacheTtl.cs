using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How long a cached prompt of a Claude model lives. An open set: a value that this version does not know is sent as it is.</summary>
/// <param name="Value">The value on the wire; null for none.</param>
[JsonConverter(typeof(OpenStringConverter<AnthropicCacheTtl>))]
public readonly record struct AnthropicCacheTtl(string? Value) : IOpenString<AnthropicCacheTtl>
{
    /// <summary>Five minutes.</summary>
    public static AnthropicCacheTtl FiveMinutes { get; } = new("5m");

    /// <summary>One hour.</summary>
    public static AnthropicCacheTtl OneHour { get; } = new("1h");

    static AnthropicCacheTtl IOpenString<AnthropicCacheTtl>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
