using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shared.Hosting.Routing;

/// <summary>
/// Where a resource begins to map its paths. It says first who may call them: a key with a scope, any key, a user, anybody, or whom a guard lets in.
/// Nothing can be mapped here before that.
/// </summary>
internal sealed class Routes(IEndpointRouteBuilder endpoints)
{
    /// <summary>Routes for keys and users that have a scope.</summary>
    public GatedRoutes<Call> Scope(string scope)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scope);
        return Gated(caller => caller.Require(scope));
    }

    /// <summary>Routes for every key and user, whatever scopes they have.</summary>
    public GatedRoutes<Call> AnyKey() => Gated(_ => { });

    /// <summary>Routes for users only, whatever scopes they have. A key gets 403.</summary>
    public GatedRoutes<Call> Users() => Gated(caller => caller.RequireUser());

    /// <summary>Routes for everybody, without a key.</summary>
    public OpenRoutes Anonymous() => new(endpoints);

    /// <summary>Pages for people, which a guard of their own lets in.</summary>
    /// <param name="guard">Serves a request by the function that it is given, or refuses it.</param>
    public PageRoutes Pages(Func<HttpContext, RequestDelegate, Task> guard) => new(endpoints, guard);

    private GatedRoutes<Call> Gated(Action<Caller> check) => new(endpoints, (context, serve) =>
    {
        var caller = Gate.CallerOf(context);
        check(caller);
        return serve(new(context, caller));
    });
}
