using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether an access session can be used. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<AccessSessionState>))]
public readonly record struct AccessSessionState(string? Value) : IOpenString<AccessSessionState>
{
    /// <summary>The session can be used until it expires.</summary>
    public static AccessSessionState Active { get; } = new("active");

    /// <summary>Somebody has deleted the session.</summary>
    public static AccessSessionState Revoked { get; } = new("revoked");

    /// <summary>The time of the session is over.</summary>
    public static AccessSessionState Expired { get; } = new("expired");

    static AccessSessionState IOpenString<AccessSessionState>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
