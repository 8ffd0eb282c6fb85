using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Refusals;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>
/// Asks every request for its key before any handler runs, and keeps the caller for the handler. A path that nobody has mapped needs a key as
/// well, so a forgotten check can't make a path public; only a route that says <see cref="Routes.Anonymous"/> is open.
/// </summary>
internal sealed class Gate(KeyRing keys)
{
    /// <exception cref="Refusal">401: the request has no key, or a key that nobody made.</exception>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null)
        {
            context.Features.Set(keys.Authenticate(context.Request.Headers.Authorization));
        }

        return next(context);
    }

    /// <summary>The caller whom the gate let in.</summary>
    public static Caller CallerOf(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The request did not come through the gate.");

    /// <summary>Marks a route that needs no key.</summary>
    internal sealed class OpenToAll;
}
