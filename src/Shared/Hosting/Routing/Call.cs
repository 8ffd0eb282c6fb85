using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Routing;

/// <summary>A call of a route that passed the gate and has the scope that the route asks for.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Caller">Who calls.</param>
internal sealed record Call(HttpContext Http, Caller Caller)
{
    /// <summary>The organization of the caller.</summary>
    public string OrgId => Caller.OrgId;

    /// <summary>The organization that a request names, which can only be the caller's own.</summary>
    /// <param name="named">The organization's id in the request; null if it names none.</param>
    /// <exception cref="Refusal">403: the request names another organization.</exception>
    public string OwnOrg(string? named) => named is null || string.Equals(named, OrgId, StringComparison.OrdinalIgnoreCase)
        ? OrgId
        : throw Refusal.Forbidden($"The caller does not belong to the organization '{named}'.");

    /// <summary>A part of the path, by the name that it has in the route: <c>call["id"]</c> for <c>/api/projects/{id}</c>.</summary>
    public string this[string name] => (string)Http.GetRouteValue(name)!;
}
