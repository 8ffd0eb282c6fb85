using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How many people talk in a thread. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ThreadKind>))]
public readonly record struct ThreadKind(string? Value) : IOpenString<ThreadKind>
{
    /// <summary>One person talks with the agent.</summary>
#pragma warning disable CA1720 // The name is that of a .NET type, but it is the service's own word.
    public static ThreadKind Single { get; } = new("single");
#pragma warning restore CA1720

    /// <summary>Several people, the participants, talk with the agent.</summary>
    public static ThreadKind Multiplayer { get; } = new("multiplayer");

    static ThreadKind IOpenString<ThreadKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
