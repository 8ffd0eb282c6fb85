using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A tool of an MCP server. In a chat it is called by the slug of its server and its name: <c>{slug}__{name}</c>.</summary>
/// <remarks><c>GET /api/mcps</c>, <c>POST /api/mcps/{mcpServerId}/test</c></remarks>
public record McpTool
{
    /// <summary>The tool's name; null when the service did not say.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the tool does, for the model; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
