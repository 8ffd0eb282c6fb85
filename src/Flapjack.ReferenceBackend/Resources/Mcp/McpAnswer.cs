namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>What came of asking an MCP server for its tools.</summary>
/// <param name="Tools">The tools that may be used; null if the server did not tell them.</param>
/// <param name="Error">Why the server did not tell its tools, in a sentence without secrets; null if it did.</param>
internal sealed record McpAnswer(IReadOnlyList<McpToolDocument>? Tools, string? Error);
