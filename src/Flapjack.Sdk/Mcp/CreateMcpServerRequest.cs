using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An MCP server to create. The service makes the slug of the server from the name.</summary>
/// <remarks><c>POST /api/mcps</c></remarks>
public record CreateMcpServerRequest
{
    /// <summary>The server's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>How the server is reached.</summary>
    [JsonPropertyName("transport")]
    public required McpTransport Transport { get; init; }

    /// <summary>The server's address. <see cref="McpTransport.StreamableHttp"/> and <see cref="McpTransport.Sse"/> need it.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>The program to start. <see cref="McpTransport.Stdio"/> needs it.</summary>
    [JsonPropertyName("command")]
    public string? Command { get; init; }

    /// <summary>
    /// The arguments of the program; null for none. Put no secrets here: the environment variables of <see cref="Credentials"/> are stored encrypted.
    /// </summary>
    [JsonPropertyName("args")]
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>What the server asks of its callers; null for nothing.</summary>
    [JsonPropertyName("credentials")]
    public McpCredentials? Credentials { get; init; }

    /// <summary>The names of the tools that may be used; null for all of them.</summary>
    [JsonPropertyName("allowedTools")]
    public IReadOnlyList<string>? AllowedTools { get; init; }
}
