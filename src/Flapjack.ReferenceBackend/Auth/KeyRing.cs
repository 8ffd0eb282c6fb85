using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Makes API keys and users' tokens, and knows their callers. A key itself is never stored, only its hash.</summary>
internal sealed class KeyRing(Store store, UserTokens users, TimeProvider clock)
{
    /// <summary>The organization that a backend has from the start: made once, and then the same for as long as the store lasts.</summary>
    public string DefaultOrg() => store.Write(db =>
    {
        var id = db.QuerySingle("SELECT id FROM orgs WHERE is_default = 1", row => row.GetString(0));
        if (id is null)
        {
            id = Guid.CreateVersion7().ToString();
            db.Execute("INSERT INTO orgs (id, is_default) VALUES ($id, 1)", ("$id", id));
            WebhookSecrets.Add(db, id, clock.GetUtcNow());
        }

        return id;
    });

    public string Create(string orgId, IReadOnlyList<string> scopes)
    {
        var key = "fj_live_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        store.Write(db =>
        {
            AddOrg(db, orgId);
            db.Execute(
                "INSERT INTO api_keys (hash, org_id, scopes) VALUES ($hash, $org, $scopes)",
                ("$hash", Hash(key)),
                ("$org", orgId),
                ("$scopes", string.Join(' ', scopes)));
        });
        return key;
    }

    public string CreateUserToken(string orgId, string userId, IReadOnlyList<string> scopes)
    {
        store.Write(db => AddOrg(db, orgId));
        return users.Create(orgId, userId, scopes);
    }

    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string WebhookSecretOf(string orgId) => store.Read(db => WebhookSecrets.Newest(db, orgId).Secret);

    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string RotateWebhookSecret(string orgId) => store.Write(db =>
    {
        // Asked for its secret, one that is not there says so.
        _ = WebhookSecrets.Newest(db, orgId);
        return WebhookSecrets.Add(db, orgId, clock.GetUtcNow());
    });

    /// <summary>The caller whom an <c>Authorization</c> header names.</summary>
    /// <param name="header">The header; null when the request has none.</param>
    /// <exception cref="ApiError">401: the header holds no key and no token, or one that this backend did not make.</exception>
    public Caller Authenticate(string? header)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiError.Unauthorized("Send the API key as 'Authorization: Bearer fj_live_…'.");
        }

        var token = header["Bearer ".Length..].Trim();
        if (UserTokens.IsMeant(token))
        {
            return users.Authenticate(token);
        }

        // Looked up by hash: the time it takes tells nothing about the key.
        return store.Read(db => db.QuerySingle(
            "SELECT org_id, scopes FROM api_keys WHERE hash = $hash",
            row => new Caller(row.GetString(0), row.GetString(1).Split(' ', StringSplitOptions.RemoveEmptyEntries), AuditActor.ApiKey(token)),
            ("$hash", Hash(token))))
            ?? throw ApiError.Unauthorized("This API key is unknown.");
    }

    private void AddOrg(StoreSession db, string orgId)
    {
        if (db.Execute("INSERT OR IGNORE INTO orgs (id) VALUES ($id)", ("$id", orgId)) > 0)
        {
            WebhookSecrets.Add(db, orgId, clock.GetUtcNow());
        }
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
