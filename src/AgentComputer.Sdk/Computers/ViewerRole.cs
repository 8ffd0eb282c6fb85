using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What the user of the key is to a computer. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ViewerRole>))]
public readonly record struct ViewerRole(string? Value) : IOpenString<ViewerRole>
{
    /// <summary>The user owns the computer.</summary>
    public static ViewerRole Owner { get; } = new("owner");

    /// <summary>The user administers the workspace.</summary>
    public static ViewerRole Admin { get; } = new("admin");

    /// <summary>The computer is shared with the user.</summary>
    public static ViewerRole Shared { get; } = new("shared");

    static ViewerRole IOpenString<ViewerRole>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
