using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Finds the caller whom an API key or a user's token names, and makes users' tokens.</summary>
internal sealed class KeyRing(Store store, Organizations orgs, ApiKeyTable keys, UserTokens users)
{
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
        return UserTokens.IsMeant(token) ? users.Authenticate(token) : keys.CallerOf(token) ?? throw Refusal.Unauthorized("This API key is unknown.");
    }
}
