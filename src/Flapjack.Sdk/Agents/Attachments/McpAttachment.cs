using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An MCP server as it is attached to an agent or a runner.</summary>
/// <remarks>
/// <c>POST /api/agents/{agentId}/mcps</c> and <c>GET /api/runners/{runnerId}/mcps</c>. The service documents only what is sent to attach it: the
/// fields here are those, and all others are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record McpAttachment
{
    /// <summary>The id of the attached MCP server, a UUID.</summary>
    [JsonPropertyName("mcp_server_id")]
    public string McpServerId { get => field ?? ""; init; }

    /// <summary>The names of the tools that may be used; null for all of the server's tools.</summary>
    [JsonPropertyName("allowed_tools")]
    public IReadOnlyList<string>? AllowedTools { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
