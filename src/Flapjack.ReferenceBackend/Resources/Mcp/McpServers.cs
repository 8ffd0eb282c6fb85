using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The MCP servers of the organizations, and their credentials.</summary>
internal sealed class McpServers(Store store, SecretCipher secrets, McpConnector connector, TimeProvider clock)
{
    private const string CredentialsPurpose = "mcp_servers.credentials";

    private readonly OrgTable<McpServerDocument> _servers = new(
        store, "mcp_servers", "MCP server", clock, new Dictionary<string, Func<McpServerDocument, object?>> { ["slug"] = server => server.Slug });

    private readonly McpProbe _probe = new(connector);

    // Between the look whether a slug is free and the new row, no other row may take the slug.
    private readonly Lock _naming = new();

    public IReadOnlyList<OrgRow<McpServerDocument>> List(string orgId) => _servers.List(orgId);

    /// <exception cref="Refusal">There is no such server, or it belongs to another organization.</exception>
    public OrgRow<McpServerDocument> Find(string orgId, string id) => _servers.Find(orgId, id);

    /// <exception cref="Refusal">403: the server is a program, and the caller may not run programs.</exception>
    public OrgRow<McpServerDocument> Add(Caller caller, McpServerDraft draft)
    {
        RequireProgramScope(caller, draft.Document);
        var encrypted = draft.Credentials.IsEmpty ? null : secrets.Protect(CredentialsPurpose, JsonSerializer.Serialize(draft.Credentials));
        lock (_naming)
        {
            return _servers.Add(caller.OrgId, draft.Document with { Slug = FreeSlug(caller.OrgId, McpSlug.Of(draft.Document.Name!)), EncryptedCredentials = encrypted });
        }
    }

    /// <summary>Connects to a server, and keeps the tools that it tells.</summary>
    /// <exception cref="Refusal">
    /// 403: the server is a program, and the caller may not run programs. 404: the server was deleted meanwhile. 422: the credentials can't be decrypted.
    /// </exception>
    public async Task<McpAnswer> TestAsync(Caller caller, OrgRow<McpServerDocument> server, CancellationToken cancellationToken)
    {
        RequireProgramScope(caller, server.Document);
        var answer = await _probe.AskAsync(server.Document, CredentialsOf(server.Document), cancellationToken).ConfigureAwait(false);
        if (answer.Tools is { } tools)
        {
            Change(server, "tools_cache", McpServerJson.Tools(tools));
        }

        return answer;
    }

    /// <summary>Keeps an authorization that has begun, in place of an earlier one.</summary>
    /// <exception cref="Refusal">404: the server was deleted meanwhile.</exception>
    public void Keep(OrgRow<McpServerDocument> server, McpOAuthFlow flow) => Change(server, "encrypted_oauth", flow.Encrypted(secrets));

    /// <summary>Connects to a server for an agent. Whoever created the server decided that its program may run; the callers of the agent need no further scope.</summary>
    /// <exception cref="Refusal">422: the credentials can't be decrypted.</exception>
    public Task<McpOpening> OpenAsync(McpServerDocument server, TimeSpan limit, CancellationToken cancellationToken) =>
        OpenAsync(server, CredentialsOf(server), limit, cancellationToken);

    /// <summary>The same for a server that is not stored, with credentials of its own.</summary>
    public Task<McpOpening> OpenAsync(McpServerDocument server, McpCredentials credentials, TimeSpan limit, CancellationToken cancellationToken) =>
        connector.OpenAsync(server, credentials, limit, cancellationToken);

    private void Change(OrgRow<McpServerDocument> server, string field, JsonNode? value) => _servers.Change(server.OrgId, server.Id, new() { [field] = value });

    private McpCredentials CredentialsOf(McpServerDocument server) => server.EncryptedCredentials is { } encrypted
        ? JsonSerializer.Deserialize<McpCredentials>(secrets.Unprotect(CredentialsPurpose, encrypted))!
        : McpCredentials.None;

    private string FreeSlug(string orgId, string slug)
    {
        var free = slug;
        while (_servers.List(orgId, limit: 1, only: ("slug", free)).Count > 0)
        {
            free = McpSlug.Another(slug);
        }

        return free;
    }

    // A program runs on the host as the user of the backend, which a command on a computer does too: it takes the same scope.
    private static void RequireProgramScope(Caller caller, McpServerDocument server)
    {
        if (server.Transport == McpTransports.Stdio)
        {
            caller.Require(FlapjackScopes.SandboxAdmin);
        }
    }
}
