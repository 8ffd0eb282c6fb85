using Flapjack.ReferenceBackend.Refusals;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Who is calling: an organization, through one of its keys or users.</summary>
internal sealed record Caller(string OrgId, IReadOnlyList<string> Scopes, Actor Actor)
{
    public void Require(string scope)
    {
        if (!Scopes.Contains(scope))
        {
            throw Refusal.Forbidden($"This {(Actor.Kind == "user" ? "user" : "key")} lacks the scope '{scope}'.");
        }
    }
}
