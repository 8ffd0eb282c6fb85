namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>An MCP server as a request describes it: without a slug, and with its credentials still readable.</summary>
internal sealed record McpServerDraft(McpServerDocument Document, McpCredentials Credentials);
