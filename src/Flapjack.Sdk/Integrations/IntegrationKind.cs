using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What an integration connects to. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<IntegrationKind>))]
public readonly record struct IntegrationKind(string? Value) : IOpenString<IntegrationKind>
{
    /// <summary>A PostgreSQL database.</summary>
    public static IntegrationKind Postgres { get; } = new("postgres");

    /// <summary>The database of a Supabase project.</summary>
    public static IntegrationKind Supabase { get; } = new("supabase");


    static IntegrationKind IOpenString<IntegrationKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
