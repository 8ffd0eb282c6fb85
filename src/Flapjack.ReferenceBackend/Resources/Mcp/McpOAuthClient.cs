namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The OAuth client and the authorization server of an MCP server.</summary>
/// <param name="ClientId">The id of the client.</param>
/// <param name="AuthorizeUrl">Where people authorize the client.</param>
/// <param name="TokenUrl">Where tokens are got.</param>
/// <param name="Scope">What the client asks for; null for the default of the authorization server.</param>
internal sealed record McpOAuthClient(string ClientId, Uri AuthorizeUrl, Uri TokenUrl, string? Scope);
