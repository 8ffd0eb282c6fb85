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

    // The id of the key that was chosen in the options; there is at most one.
    private const string FixedId = "apikey_fixed";

    /// <summary>Makes a key, and the workspace if there is none of that id.</summary>
    public string Add(string workspaceId)
    {
        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        store.Write(db => Insert(db, workspaceId, $"apikey_{Guid.CreateVersion7():N}", key));
        return key;
    }

    /// <summary>Makes a key known that somebody chose, and the workspace if there is none of that id. The key that was chosen before is no longer known.</summary>
    public string Fix(string workspaceId, string key)
    {
        store.Write(db =>
        {
            db.Execute("DELETE FROM api_keys WHERE id = $id OR hash = $hash", ("$id", FixedId), ("$hash", HashOf(key)));
            Insert(db, workspaceId, FixedId, key);
        });
        return key;
    }

    /// <summary>Who calls with a key; null if the key is unknown.</summary>
    public Caller? CallerOf(string key) => store.Read(db => db.QuerySingle(
        "SELECT workspace_id, id FROM api_keys WHERE hash = $hash", row => new Caller(row.GetString(0), [], Kind, row.GetString(1)), ("$hash", HashOf(key))));

    private void Insert(StoreSession db, string workspaceId, string id, string key)
    {
        workspaces.Ensure(db, workspaceId);
        db.Execute(
            "INSERT INTO api_keys (id, hash, workspace_id, created_at) VALUES ($id, $hash, $workspace, $now)",
            ("$id", id),
            ("$hash", HashOf(key)),
            ("$workspace", workspaceId),
            ("$now", clock.GetUtcNow()));
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
