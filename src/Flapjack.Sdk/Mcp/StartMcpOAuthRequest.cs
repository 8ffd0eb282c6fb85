using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The OAuth client and the authorization server with which an MCP server lets its callers sign in.</summary>
/// <remarks><c>POST /api/mcps/{mcpServerId}/oauth/start</c></remarks>
public record StartMcpOAuthRequest
{
    /// <summary>The id of the OAuth client.</summary>
    [JsonPropertyName("clientId")]
    public required string ClientId { get; init; }

    /// <summary>The address where people authorize the client.</summary>
    [JsonPropertyName("authorizeUrl")]
    public required string AuthorizeUrl { get; init; }

    /// <summary>The address where the service gets its tokens.</summary>
    [JsonPropertyName("tokenUrl")]
    public required string TokenUrl { get; init; }

    /// <summary>What the client asks for, separated by spaces; null for the default of the authorization server.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }
}
