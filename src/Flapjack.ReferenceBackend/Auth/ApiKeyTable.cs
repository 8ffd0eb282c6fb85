using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>The API keys. A key itself is never stored, only its hash.</summary>
internal sealed class ApiKeyTable(Store store, Organizations orgs, TimeProvider clock)
{
    private const string Columns = "id, org_id, prefix, name, last_used_at, created_at";

    // How exact the time of the last use is. A key that is used all the time costs one change of the store in this time.
    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    /// <summary>Makes a key, and the organization if there is none of that id.</summary>
    /// <param name="orgId">The organization.</param>
    /// <param name="name">The key's name, for people.</param>
    /// <param name="scopes">What the key may do.</param>
    /// <returns>The key, which nobody can read again, and what may be shown of it.</returns>
    public (string Key, ApiKeyRow Row) Add(string orgId, string name, IReadOnlyList<string> scopes)
    {
        var key = "fj_live_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return (key, store.Write(db => Insert(db, orgId, name, key, scopes)));
    }

    /// <summary>Makes a key known that somebody chose. The earlier keys of this name are no longer known.</summary>
    /// <param name="orgId">The organization.</param>
    /// <param name="name">The key's name, for people; only keys that were chosen have it.</param>
    /// <param name="key">The key.</param>
    /// <param name="scopes">What the key may do.</param>
    /// <returns>The key.</returns>
    public string Fix(string orgId, string name, string key, IReadOnlyList<string> scopes) => store.Write(db =>
    {
        var hash = Hash(key);
        db.Execute("DELETE FROM api_keys WHERE org_id = $org AND name = $name AND hash <> $hash", ("$org", orgId), ("$name", name), ("$hash", hash));
        if (db.Execute("UPDATE api_keys SET org_id = $org, name = $name, scopes = $scopes WHERE hash = $hash", ("$org", orgId), ("$name", name), ("$scopes", string.Join(' ', scopes)), ("$hash", hash)) == 0)
        {
            Insert(db, orgId, name, key, scopes);
        }

        return key;
    });

    /// <summary>The organization's keys, in the order in which they were made.</summary>
    public IReadOnlyList<ApiKeyRow> List(string orgId) => store.Read(db =>
        db.Query($"SELECT {Columns} FROM api_keys WHERE org_id = $org ORDER BY created_at, rowid", Read, ("$org", orgId)));

    /// <exception cref="Refusal">There is no such key, or it belongs to another organization.</exception>
    public ApiKeyRow Find(string orgId, string id)
    {
        var row = store.Read(db => db.QuerySingle($"SELECT {Columns} FROM api_keys WHERE id = $id", Read, ("$id", id.ToLowerInvariant())))
            ?? throw Refusal.NotFound($"There is no API key '{id}'.");
        return row.OrgId == orgId ? row : throw Refusal.Forbidden($"The API key '{id}' belongs to another organization.");
    }

    /// <summary>Removes a key. From the next request on, nobody is known by it.</summary>
    /// <exception cref="Refusal">The key is gone already.</exception>
    public void Remove(ApiKeyRow row)
    {
        if (store.WriteMakingRoom(db => db.Execute("DELETE FROM api_keys WHERE id = $id", ("$id", row.Id))) == 0)
        {
            throw Refusal.NotFound($"There is no API key '{row.Id}'.");
        }
    }

    /// <summary>The caller whom a key belongs to, and notes that the key was used; null if the key is unknown.</summary>
    public Caller? CallerOf(string key)
    {
        var hash = Hash(key);
        // The key is looked up by its hash, so the time that this takes tells nothing about the key.
        var found = store.Read(db => db.QuerySingle<(Caller Caller, DateTimeOffset? LastUsedAt)?>(
            "SELECT org_id, scopes, last_used_at FROM api_keys WHERE hash = $hash",
            row => (
                Caller.Of(row.GetString(0), row.GetString(1).Split(' ', StringSplitOptions.RemoveEmptyEntries), AuditActor.ApiKey(key)),
                row.TimeOrNull(2)),
            ("$hash", hash)));
        if (found is not var (caller, lastUsedAt))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (lastUsedAt is not { } last || now - last >= UseResolution)
        {
            NoteUse(hash, now);
        }

        return caller;
    }

    private ApiKeyRow Insert(StoreSession db, string orgId, string name, string key, IReadOnlyList<string> scopes)
    {
        var now = clock.GetUtcNow();
        var row = new ApiKeyRow(Guid.CreateVersion7(now).ToString(), orgId, AuditActor.ApiKey(key).Id, name, LastUsedAt: null, now);
        orgs.Ensure(db, orgId);
        db.Execute(
            "INSERT INTO api_keys (hash, id, org_id, prefix, name, scopes, created_at) VALUES ($hash, $id, $org, $prefix, $name, $scopes, $now)",
            ("$hash", Hash(key)),
            ("$id", row.Id),
            ("$org", orgId),
            ("$prefix", row.Prefix),
            ("$name", name),
            ("$scopes", string.Join(' ', scopes)),
            ("$now", now));
        return row;
    }

    private void NoteUse(byte[] hash, DateTimeOffset now)
    {
        try
        {
            // The condition is asked again, because other requests may have noted their use since the row was read.
            store.Write(db => db.Execute(
                "UPDATE api_keys SET last_used_at = $now WHERE hash = $hash AND (last_used_at IS NULL OR last_used_at <= $before)",
                ("$now", now),
                ("$hash", hash),
                ("$before", now - UseResolution)));
        }
        catch (StoreException)
        {
            // A disk that is full must not lock everybody out: then nobody could make room through the API.
        }
    }

    private static ApiKeyRow Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TimeOrNull(4), row.TimeOrNull(5));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
