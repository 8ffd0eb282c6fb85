using Microsoft.AspNetCore.Http;

namespace Shared.Hosting.Faults;

/// <summary>A request that a fault was chosen for.</summary>
internal sealed class FaultedRequest(HttpContext context, RequestDelegate next, TimeProvider clock, Action record)
{
    public HttpContext Context => context;

    public TimeProvider Clock => clock;

    /// <summary>Whether the fault has come about.</summary>
    public bool HasFired { get; private set; }

    public Task InvokeHandlerAsync() => next(context);

    /// <summary>Says that the fault comes about now. Called before the client can see it: a test that has seen it finds it in the plan.</summary>
    public void Fire()
    {
        HasFired = true;
        record();
    }
}
