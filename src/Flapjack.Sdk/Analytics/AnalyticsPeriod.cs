using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How many days are counted, up to today. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<AnalyticsPeriod>))]
public readonly record struct AnalyticsPeriod(string? Value) : IOpenString<AnalyticsPeriod>
{
    /// <summary>Seven days.</summary>
    public static AnalyticsPeriod Days7 { get; } = new("7d");

    /// <summary>Thirty days, the default of the service.</summary>
    public static AnalyticsPeriod Days30 { get; } = new("30d");

    /// <summary>Ninety days.</summary>
    public static AnalyticsPeriod Days90 { get; } = new("90d");

    static AnalyticsPeriod IOpenString<AnalyticsPeriod>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
