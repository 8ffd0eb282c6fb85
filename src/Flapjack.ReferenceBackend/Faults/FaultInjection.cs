using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Faults;

/// <summary>Stands between the network and the handlers, which know nothing of it.</summary>
internal sealed class FaultInjection(FaultPlan plan, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        var path = context.Request.Path.Value ?? "";
        if (plan.Take(method, path) is not (var added, var drawn))
        {
            return next(context);
        }

        return drawn.InvokeAsync(new(context, next, clock, () => plan.Record(new(added, drawn.ToString(), method, path, clock.GetUtcNow()))));
    }
}
