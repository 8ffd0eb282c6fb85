using System.Data.Common;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Ssh;

/// <summary>The SSH keys of workspaces, in the store.</summary>
internal sealed class SshKeyTable(Store store, TimeProvider clock)
{
    private const string Columns = "id, name, public_key, fingerprint, created_at, last_used_at";

    /// <summary>The workspace's keys, in the order in which they were registered.</summary>
    public IReadOnlyList<SshKeyRow> List(string workspaceId) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM ssh_keys WHERE workspace_id = $workspace ORDER BY created_at, rowid", Read, ("$workspace", workspaceId)));

    /// <exception cref="Refusal">404: the workspace has no such key.</exception>
    public SshKeyRow Find(string workspaceId, string id) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM ssh_keys WHERE id = $id AND workspace_id = $workspace", Read, ("$id", id), ("$workspace", workspaceId)))
        ?? throw Refusal.NotFound($"There is no SSH key '{id}'.");

    /// <summary>Registers a key.</summary>
    /// <param name="workspaceId">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="name">Its name; null for its comment or, without a comment, its fingerprint.</param>
    /// <exception cref="Refusal">409: the workspace has the key already.</exception>
    public SshKeyRow Add(string workspaceId, SshPublicKey key, string? name) => store.Write(db =>
    {
        if (db.QuerySingle(
            "SELECT id FROM ssh_keys WHERE workspace_id = $workspace AND fingerprint = $print", row => row.GetString(0), ("$workspace", workspaceId), ("$print", key.Fingerprint)) is { } known)
        {
            throw new Refusal(RefusalKind.NotReady, "conflict", $"This public key is registered already: '{known}'.");
        }

        var now = clock.GetUtcNow();
        var added = new SshKeyRow(
            Guid.CreateVersion7(now).ToString(), name ?? (key.Comment.Length > 0 ? key.Comment : key.Fingerprint), key.ToString(), key.Fingerprint, now, null);
        db.Execute(
            $"INSERT INTO ssh_keys (workspace_id, {Columns}) VALUES ($workspace, $id, $name, $key, $print, $now, NULL)",
            ("$workspace", workspaceId),
            ("$id", added.Id),
            ("$name", added.Name),
            ("$key", added.PublicKey),
            ("$print", added.Fingerprint),
            ("$now", now));
        return added;
    });

    /// <summary>Notes that a certificate was made for a key.</summary>
    public void Used(string id) => store.Write(db => db.Execute("UPDATE ssh_keys SET last_used_at = $now WHERE id = $id", ("$id", id), ("$now", clock.GetUtcNow())));

    /// <exception cref="Refusal">404: the workspace has no such key.</exception>
    public void Remove(string workspaceId, string id)
    {
        if (store.WriteMakingRoom(db => db.Execute("DELETE FROM ssh_keys WHERE id = $id AND workspace_id = $workspace", ("$id", id), ("$workspace", workspaceId))) == 0)
        {
            throw Refusal.NotFound($"There is no SSH key '{id}'.");
        }
    }

    private static SshKeyRow Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.TimeOrNull(5));
}
