using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>Writes an MCP server as the contract shows it: in camelCase, and of the credentials only whether there are any.</summary>
internal static class McpServerJson
{
    // No request makes a server anything else.
    private const string Active = "active";

    public static JsonObject Shown(OrgRow<McpServerDocument> row) => new()
    {
        ["id"] = row.Id,
        ["name"] = row.Document.Name,
        ["slug"] = row.Document.Slug,
        ["transport"] = row.Document.Transport,
        ["url"] = row.Document.Url,
        ["status"] = Active,
        ["hasCredentials"] = row.Document.EncryptedCredentials is not null,
        ["toolsCache"] = Tools(row.Document.ToolsCache ?? []),
        ["createdAt"] = UtcTimeConverter.Text(row.CreatedAt),
        // The contract's example has an address and all tools, so it does not show these three.
        ["command"] = row.Document.Command,
        ["args"] = JsonSerializer.SerializeToNode(row.Document.Args),
        ["allowedTools"] = JsonSerializer.SerializeToNode(row.Document.AllowedTools),
    };

    public static JsonNode? Tools(IReadOnlyList<McpToolDocument> tools) => JsonSerializer.SerializeToNode(tools);
}
