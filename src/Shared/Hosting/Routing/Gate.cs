using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Routing;

/// <summary>
/// Asks every request for its key before any handler runs, and keeps the caller for the handler. A path that no resource maps needs a key too, so a
/// forgotten check can't make a path public. Only a route of <see cref="Routes.Anonymous"/> is open.
/// </summary>
/// <param name="authenticate">Finds out who sends a request, or throws a refusal.</param>
internal sealed class Gate(Func<HttpRequest, Caller> authenticate)
{
    /// <exception cref="Refusal">401: the request has no key, or an unknown key.</exception>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null)
        {
            context.Features.Set(authenticate(context.Request));
        }

        return next(context);
    }

    /// <summary>The caller whom the gate let in.</summary>
    public static Caller CallerOf(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The request did not come through the gate.");

    /// <summary>Marks a route that needs no key.</summary>
    internal sealed class OpenToAll;
}
