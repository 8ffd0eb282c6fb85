using Microsoft.AspNetCore.Routing;

namespace Shared.Hosting.Routing;

/// <summary>
/// Where a resource begins to map its paths. It says first who may call them: a key with a scope, any key, a user, or anybody. Nothing can be mapped here
/// before that.
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

    private GatedRoutes<Call> Gated(Action<Caller> check) => new(endpoints, (context, serve) =>
    {
        var caller = Gate.CallerOf(context);
        check(caller);
        return serve(new(context, caller));
    });
}
