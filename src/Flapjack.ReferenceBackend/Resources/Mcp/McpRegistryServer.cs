namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>A server of the registry, with what creates it as an MCP server of an organization.</summary>
internal sealed record McpRegistryServer(string Name, string Description, string Transport, string? Url, string? Command, IReadOnlyList<string>? Args);
