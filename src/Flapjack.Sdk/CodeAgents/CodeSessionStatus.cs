using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How far a session of a code agent is. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<CodeSessionStatus>))]
public readonly record struct CodeSessionStatus(string? Value) : IOpenString<CodeSessionStatus>
{
    /// <summary>The session waits to be taken up.</summary>
    public static CodeSessionStatus Pending { get; } = new("pending");

    /// <summary>The session's workspace is being made.</summary>
    public static CodeSessionStatus Creating { get; } = new("creating");

    /// <summary>The session works on its prompt.</summary>
    public static CodeSessionStatus Running { get; } = new("running");

    /// <summary>The session has done its work.</summary>
    public static CodeSessionStatus Finished { get; } = new("finished");

    /// <summary>The session failed.</summary>
    public static CodeSessionStatus Error { get; } = new("error");

    /// <summary>The session was cancelled.</summary>
    public static CodeSessionStatus Cancelled { get; } = new("cancelled");

    /// <summary>The session's time has run out.</summary>
    public static CodeSessionStatus Expired { get; } = new("expired");

    static CodeSessionStatus IOpenString<CodeSessionStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
