using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>An organization's MCP servers, and the registry of servers.</summary>
internal sealed class McpApi(McpServers servers) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/mcps", call => servers.List(call.OrgId).Select(McpServerJson.Shown));
        all.Post("/api/mcps", McpServerBody.Create, (call, draft) => McpServerJson.Shown(servers.Add(call.Caller, draft)), StatusCodes.Status201Created);
        all.For(Find).Post("/api/mcps/{mcpServerId}/test", TestAsync);
        all.Get("/api/mcp-registry/search", query => query.Text("q", "INVALID_Q"), (_, text) => McpRegistry.Search(text));
        all.Get("/api/mcp-registry/managed", _ => McpRegistry.Managed());

        routes.Users().For(Find).Post("/api/mcps/{mcpServerId}/oauth/start", McpOAuthBody.Read, StartOAuth);
    }

    private (Call Call, OrgRow<McpServerDocument> Server) Find(Call call) => (call, servers.Find(call.OrgId, call["mcpServerId"]));

    private async Task<JsonObject> TestAsync((Call Call, OrgRow<McpServerDocument> Server) one)
    {
        var answer = await servers.TestAsync(one.Call.Caller, one.Server, one.Call.Http.RequestAborted).ConfigureAwait(false);
        return answer.Tools is { } tools
            ? new() { ["ok"] = true, ["tools"] = McpServerJson.Tools(tools) }
            : new() { ["ok"] = false, ["error"] = answer.Error };
    }

    private JsonObject StartOAuth((Call Call, OrgRow<McpServerDocument> Server) one, McpOAuthClient client)
    {
        if (one.Server.Document.Transport == McpTransports.Stdio)
        {
            throw new Refusal(RefusalKind.Contradiction, "INVALID_TRANSPORT", "This MCP server is a program, which nobody signs in to. Only a server with an address has OAuth.");
        }

        var flow = McpOAuthFlow.Begin(client);
        servers.Keep(one.Server, flow);
        return new() { ["authorizationUrl"] = flow.AuthorizationUrl };
    }
}
