using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Whether an MCP server is in use. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<McpServerStatus>))]
public readonly record struct McpServerStatus(string? Value) : IOpenString<McpServerStatus>
{
    /// <summary>The server is in use.</summary>
    public static McpServerStatus Active { get; } = new("active");


    static McpServerStatus IOpenString<McpServerStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
