using Shared.Hosting.Refusals;

namespace Shared.Hosting.Routing;

/// <summary>Who is calling: an organization, through a key or a user.</summary>
/// <param name="OrgId">The organization.</param>
/// <param name="Scopes">What the key or the user may do.</param>
/// <param name="Kind">What calls: <see cref="User"/>, or a kind of key.</param>
/// <param name="Id">The user's id, or what may be shown of the key.</param>
internal sealed record Caller(string OrgId, IReadOnlyList<string> Scopes, string Kind, string Id)
{
    /// <summary>The kind of a caller that is a user.</summary>
    public const string User = "user";

    /// <exception cref="Refusal">403: the caller is a key.</exception>
    public void RequireUser()
    {
        if (Kind != User)
        {
            throw Refusal.Forbidden("Only a signed-in user may do this, and not an API key. Send the token of a user.");
        }
    }

    /// <exception cref="Refusal">403: the caller does not have the scope.</exception>
    public void Require(string scope)
    {
        if (!Scopes.Contains(scope))
        {
            throw Refusal.Forbidden($"This {(Kind == User ? "user" : "key")} lacks the scope '{scope}'.");
        }
    }
}
