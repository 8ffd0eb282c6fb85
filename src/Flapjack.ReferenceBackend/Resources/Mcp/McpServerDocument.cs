using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>What is stored of an MCP server.</summary>
internal sealed record McpServerDocument
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The short name, which no other server of the organization has.</summary>
    [JsonPropertyName("slug")]
    public string? Slug { get; init; }

    /// <summary>One of <see cref="McpTransports"/>.</summary>
    [JsonPropertyName("transport")]
    public string? Transport { get; init; }

    [JsonPropertyName("url")]
    public string? Url { get; init; }

    [JsonPropertyName("command")]
    public string? Command { get; init; }

    [JsonPropertyName("args")]
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>The tools that may be used; null for all.</summary>
    [JsonPropertyName("allowed_tools")]
    public IReadOnlyList<string>? AllowedTools { get; init; }

    /// <summary>The tools that the server had when it was last tested.</summary>
    [JsonPropertyName("tools_cache")]
    public IReadOnlyList<McpToolDocument>? ToolsCache { get; init; }

    /// <summary>The credentials, encrypted; null for none.</summary>
    [JsonPropertyName("encrypted_credentials")]
    public string? EncryptedCredentials { get; init; }

    /// <summary>The authorization that was begun last, encrypted; null for none.</summary>
    [JsonPropertyName("encrypted_oauth")]
    public string? EncryptedOAuth { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
