using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Makes API keys and users' tokens, and finds the caller of each. A key itself is never stored, only its hash.</summary>
internal sealed class KeyRing(Store store, Organizations orgs, UserTokens users)
{
    public string Create(string orgId, IReadOnlyList<string> scopes)
    {
        var key = "fj_live_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        store.Write(db =>
        {
            orgs.Ensure(db, orgId);
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
        store.Write(db => orgs.Ensure(db, orgId));
        return users.Create(orgId, userId, scopes);
    }

    /// <summary>The caller whom an <c>Authorization</c> header names.</summary>
    /// <param name="header">The header; null when the request has none.</param>
    /// <exception cref="Refusal">401: the header holds no key and no token, or a key or token that this backend did not make.</exception>
    public Caller Authenticate(string? header)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal.Unauthorized("Send the API key as 'Authorization: Bearer fj_live_…'.");
        }

        var token = header["Bearer ".Length..].Trim();
        if (UserTokens.IsMeant(token))
        {
            return users.Authenticate(token);
        }

        // The key is looked up by its hash, so the time that this takes tells nothing about the key.
        return store.Read(db => db.QuerySingle(
            "SELECT org_id, scopes FROM api_keys WHERE hash = $hash",
            row => Caller.Of(row.GetString(0), row.GetString(1).Split(' ', StringSplitOptions.RemoveEmptyEntries), AuditActor.ApiKey(token)),
            ("$hash", Hash(token))))
            ?? throw Refusal.Unauthorized("This API key is unknown.");
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
