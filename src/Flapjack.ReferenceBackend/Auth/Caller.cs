namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Who is calling: an organization, through one of its keys.</summary>
internal sealed record Caller(string OrgId, IReadOnlyList<string> Scopes)
{
    public void Require(string scope)
    {
        if (!Scopes.Contains(scope))
        {
            throw ApiError.Forbidden($"This key lacks the scope '{scope}'.");
        }
    }
}
