using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Whose key has paid for a model. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<CredentialSource>))]
public readonly record struct CredentialSource(string? Value) : IOpenString<CredentialSource>
{
    /// <summary>The key of the service.</summary>
    public static CredentialSource Platform { get; } = new("platform");

    /// <summary>A key that the agent's credential resolver has given: bring your own key.</summary>
    public static CredentialSource Byok { get; } = new("byok");

    static CredentialSource IOpenString<CredentialSource>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
