using Flapjack.ReferenceBackend.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>
/// The only place that maps paths. It maps none before somebody has said who may call it: a key with a scope, any key, or anybody.
/// </summary>
internal sealed class Routes
{
    private readonly IEndpointRouteBuilder _endpoints;
    private readonly Access? _access;
    private readonly string? _scope;

    public Routes(IEndpointRouteBuilder endpoints)
        : this(endpoints, access: null, scope: null)
    {
    }

    private Routes(IEndpointRouteBuilder endpoints, Access? access, string? scope) => (_endpoints, _access, _scope) = (endpoints, access, scope);

    private enum Access
    {
        Scope,
        AnyKey,
        Anonymous,
    }

    /// <summary>Routes for keys and users that have a scope.</summary>
    public Routes Scope(string scope)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scope);
        return new(_endpoints, Access.Scope, scope);
    }

    /// <summary>Routes for every key and user, whatever its scopes: the contract asks for a scope only where a computer is used.</summary>
    public Routes AnyKey() => new(_endpoints, Access.AnyKey, scope: null);

    /// <summary>Routes for everybody, without a key.</summary>
    public Routes Anonymous() => new(_endpoints, Access.Anonymous, scope: null);

    public void Get(string path, Func<HttpContext, Caller, Task> serve) => _endpoints.MapGet(path, Checked(path, serve));

    public void Post(string path, Func<HttpContext, Caller, Task> serve) => _endpoints.MapPost(path, Checked(path, serve));

    public void Put(string path, Func<HttpContext, Caller, Task> serve) => _endpoints.MapPut(path, Checked(path, serve));

    public void Patch(string path, Func<HttpContext, Caller, Task> serve) => _endpoints.MapPatch(path, Checked(path, serve));

    public void Delete(string path, Func<HttpContext, Caller, Task> serve) => _endpoints.MapDelete(path, Checked(path, serve));

    /// <summary>A route without a key; it has no caller.</summary>
    public void Get(string path, RequestDelegate serve)
    {
        if (_access != Access.Anonymous)
        {
            throw new InvalidOperationException($"'{path}' is served without a caller, so say Anonymous() before it.");
        }

        _endpoints.MapGet(path, serve).WithMetadata(new Gate.OpenToAll());
    }

    private RequestDelegate Checked(string path, Func<HttpContext, Caller, Task> serve)
    {
        if (_access is null or Access.Anonymous)
        {
            throw new InvalidOperationException($"Nobody said who may call '{path}': say Scope(…) or AnyKey() before it is mapped.");
        }

        return context =>
        {
            var caller = Gate.CallerOf(context);
            if (_scope is not null)
            {
                caller.Require(_scope);
            }

            return serve(context, caller);
        };
    }
}
