using System.Security.Cryptography;
using System.Text;
using AgentComputer.ReferenceBackend.Workspaces;
using LocalComputers.Storage;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Auth;

/// <summary>The API keys. A key itself is never stored, only its hash.</summary>
internal sealed class ApiKeyTable(Store store, WorkspaceTable workspaces, TimeProvider clock)
{
    /// <summary>How every key begins.</summary>
    public const string Prefix = "ak_";

    /// <summary>The kind of a caller that is a key.</summary>
    public const string Kind = "api_key";

    /// <summary>Makes a key, and the workspace if there is none of that id.</summary>
    public string Add(string workspaceId)
    {
        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        store.Write(db =>
        {
            workspaces.Ensure(db, workspaceId);
            db.Execute(
                "INSERT INTO api_keys (id, hash, workspace_id, created_at) VALUES ($id, $hash, $workspace, $now)",
                ("$id", $"apikey_{Guid.CreateVersion7():N}"),
                ("$hash", HashOf(key)),
                ("$workspace", workspaceId),
                ("$now", clock.GetUtcNow()));
        });
        return key;
    }

    /// <summary>Who calls with a key; null if the key is unknown.</summary>
    public Caller? CallerOf(string key) => store.Read(db => db.QuerySingle(
        "SELECT workspace_id, id FROM api_keys WHERE hash = $hash", row => new Caller(row.GetString(0), [], Kind, row.GetString(1)), ("$hash", HashOf(key))));

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
