using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How an MCP server is reached. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<McpTransport>))]
public readonly record struct McpTransport(string? Value) : IOpenString<McpTransport>
{
    /// <summary>Over HTTP, as the protocol does it today.</summary>
    public static McpTransport StreamableHttp { get; } = new("streamable_http");

    /// <summary>Over HTTP with server-sent events, as the protocol did it at first.</summary>
    public static McpTransport Sse { get; } = new("sse");

    /// <summary>A program that the service starts; the messages go over its standard input and output.</summary>
    public static McpTransport Stdio { get; } = new("stdio");


    static McpTransport IOpenString<McpTransport>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
