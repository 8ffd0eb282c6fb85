using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shared.Hosting.Routing;

/// <summary>A call of a route that passed the gate and has the scope that the route asks for.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Caller">Who calls.</param>
internal sealed record Call(HttpContext Http, Caller Caller)
{
    /// <summary>The organization of the caller.</summary>
    public string OrgId => Caller.OrgId;

    /// <summary>A part of the path, by the name that it has in the route: <c>call["id"]</c> for <c>/api/projects/{id}</c>.</summary>
    public string this[string name] => (string)Http.GetRouteValue(name)!;
}
