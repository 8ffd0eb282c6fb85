using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>A tool of an MCP server, as it is stored and answered.</summary>
internal sealed record McpToolDocument
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }
}
