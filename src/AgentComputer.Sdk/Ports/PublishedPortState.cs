using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether a published port can be reached. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<PublishedPortState>))]
public readonly record struct PublishedPortState(string? Value) : IOpenString<PublishedPortState>
{
    /// <summary>Not yet.</summary>
    public static PublishedPortState Pending { get; } = new("pending");

    /// <summary>The port can be reached.</summary>
    public static PublishedPortState Ready { get; } = new("ready");

    /// <summary>It could not be published; the failure reason tells why.</summary>
    public static PublishedPortState Failed { get; } = new("failed");

    /// <summary>It is being withdrawn.</summary>
    public static PublishedPortState Deleting { get; } = new("deleting");

    static PublishedPortState IOpenString<PublishedPortState>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
