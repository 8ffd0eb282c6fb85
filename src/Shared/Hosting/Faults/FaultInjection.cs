using Microsoft.AspNetCore.Http;

namespace Shared.Hosting.Faults;

/// <summary>Stands between the network and the handlers, and spoils answers. The handlers know nothing of it.</summary>
/// <param name="choose">Given a method and a path, the fault that the request is to meet; null for none.</param>
/// <param name="clock">The clock.</param>
internal sealed class FaultInjection(Func<string, string, ChosenFault?> choose, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        choose(context.Request.Method, context.Request.Path.Value ?? "") is { } chosen
            ? chosen.Fault.InvokeAsync(new(context, next, clock, () => chosen.Record(clock.GetUtcNow())))
            : next(context);
}
