using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What an access session opens. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<AccessSessionKind>))]
public readonly record struct AccessSessionKind(string? Value) : IOpenString<AccessSessionKind>
{
    /// <summary>A web address of the computer, in a browser.</summary>
    public static AccessSessionKind Browser { get; } = new("browser");

    /// <summary>The computer's screen.</summary>
    public static AccessSessionKind Vnc { get; } = new("vnc");

    /// <summary>A shell, by SSH.</summary>
    public static AccessSessionKind Ssh { get; } = new("ssh");

    /// <summary>The processes of a running computer.</summary>
    public static AccessSessionKind Exec { get; } = new("exec");

    static AccessSessionKind IOpenString<AccessSessionKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
