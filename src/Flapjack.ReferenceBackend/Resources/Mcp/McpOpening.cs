namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>What came of connecting to an MCP server.</summary>
/// <param name="Connection">The connection; null if there is none.</param>
/// <param name="Error">Why there is no connection, in a sentence without secrets; null if there is one.</param>
internal sealed record McpOpening(McpConnection? Connection, string? Error);
