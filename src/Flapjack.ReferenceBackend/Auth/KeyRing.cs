using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Storage;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Makes API keys and users' tokens, and knows their callers. A key itself is never stored, only its hash.</summary>
internal sealed class KeyRing(Store store, UserTokens users)
{
    /// <summary>The organization that a backend has from the start: made once, and then the same for as long as the store lasts.</summary>
    public string DefaultOrg() => store.Write(db =>
    {
        var id = db.QuerySingle("SELECT id FROM orgs WHERE is_default = 1", row => row.GetString(0));
        if (id is null)
        {
            id = Guid.CreateVersion7().ToString();
            db.Execute("INSERT INTO orgs (id, webhook_secret, is_default) VALUES ($id, $secret, 1)", ("$id", id), ("$secret", NewWebhookSecret()));
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

    public string WebhookSecretOf(string orgId) => store.Read(db =>
        db.QuerySingle("SELECT webhook_secret FROM orgs WHERE id = $id", row => row.GetString(0), ("$id", orgId)))
        ?? throw new ArgumentException($"There is no organization '{orgId}'; CreateApiKey makes one.", nameof(orgId));

    /// <exception cref="ApiError">401: no key and no user, or one that nobody made.</exception>
    public Caller Authenticate(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
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

    private static void AddOrg(StoreSession db, string orgId) => db.Execute(
        "INSERT OR IGNORE INTO orgs (id, webhook_secret) VALUES ($id, $secret)", ("$id", orgId), ("$secret", NewWebhookSecret()));

    private static string NewWebhookSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
