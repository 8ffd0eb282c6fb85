using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An MCP server whose tools agents and runners can use.</summary>
/// <remarks><c>GET /api/mcps</c></remarks>
public record McpServer
{
    /// <summary>The server's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The short name, which the service makes from the name. It is a part of the names of the server's tools: <c>{slug}__{tool}</c>.</summary>
    [JsonPropertyName("slug")]
    public string? Slug { get; init; }

    /// <summary>How it is reached; null when the service did not say.</summary>
    [JsonPropertyName("transport")]
    public McpTransport? Transport { get; init; }

    /// <summary>Its address; null for a server that is a program.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Whether it is in use; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public McpServerStatus? Status { get; init; }

    /// <summary>Whether credentials are stored for it; null when the service did not say. The credentials themselves can't be read.</summary>
    [JsonPropertyName("hasCredentials")]
    public bool? HasCredentials { get; init; }

    /// <summary>The tools that the server had when the service last asked it; empty when it was never asked.</summary>
    [JsonPropertyName("toolsCache")]
    public IReadOnlyList<McpTool> ToolsCache { get => field ?? []; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("createdAt")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
