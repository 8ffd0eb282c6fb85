using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the MCP servers of the organization.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/mcps</c></remarks>
    public virtual Task<IReadOnlyList<McpServer>> ListMcpServersAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/mcps", McpJson.Default.IReadOnlyListMcpServer, cancellationToken);

    /// <summary>Creates an MCP server. <see cref="TestMcpServerAsync"/> tells whether it can be reached.</summary>
    /// <param name="request">The server.</param>
    /// <param name="cancellationToken">Ends the call; the server may have been created.</param>
    /// <returns>The server as it was created, without its credentials.</returns>
    /// <remarks><c>POST /api/mcps</c></remarks>
    public virtual Task<McpServer> CreateMcpServerAsync(CreateMcpServerRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/mcps", JsonBody.Of(request, McpJson.Default.CreateMcpServerRequest), McpJson.Default.McpServer, cancellationToken);

    /// <summary>Connects to an MCP server and asks for its tools.</summary>
    /// <param name="mcpServerId">The server's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether the server answered, and its tools.</returns>
    /// <remarks><c>POST /api/mcps/{mcpServerId}/test</c></remarks>
    public virtual Task<McpServerTest> TestMcpServerAsync(string mcpServerId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/mcps/{mcpServerId}/test", body: null, McpJson.Default.McpServerTest, cancellationToken);

    /// <summary>
    /// Begins an OAuth authorization for an MCP server, with PKCE. A person then opens the address that the answer names. How the
    /// authorization is completed is not documented.
    /// </summary>
    /// <param name="mcpServerId">The server's id, a UUID.</param>
    /// <param name="request">The OAuth client, and the addresses of the authorization server.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The address to open.</returns>
    /// <exception cref="FlapjackPermissionException">The client has an API key. This call is for users: give the client the JWT of a user as its key.</exception>
    /// <remarks><c>POST /api/mcps/{mcpServerId}/oauth/start</c></remarks>
    public virtual Task<McpOAuthStart> StartMcpOAuthAsync(string mcpServerId, StartMcpOAuthRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/mcps/{mcpServerId}/oauth/start", JsonBody.Of(request, McpJson.Default.StartMcpOAuthRequest), McpJson.Default.McpOAuthStart, cancellationToken);

    /// <summary>Searches the registry of MCP servers.</summary>
    /// <param name="query">What to search for; null for everything. The service does not document the query: it is sent as <c>q</c>, as in other searches.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer as the service sent it, because the service does not document its shape.</returns>
    /// <remarks><c>GET /api/mcp-registry/search</c></remarks>
    public virtual Task<JsonElement> SearchMcpRegistryAsync(string? query = null, CancellationToken cancellationToken = default) =>
        Http.GetAsync(WirePath.Of($"/api/mcp-registry/search").Query("q", query), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Lists the providers of MCP servers that the service manages.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The providers as the service sent them, because the service does not document their fields; empty when there is none.</returns>
    /// <remarks><c>GET /api/mcp-registry/managed</c></remarks>
    public virtual Task<IReadOnlyList<JsonElement>> ListManagedMcpProvidersAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/mcp-registry/managed", BasicJson.Default.IReadOnlyListJsonElement, cancellationToken);
}
