using Microsoft.AspNetCore.Http;

namespace Shared.Hosting.Faults;

/// <summary>A request for which a fault was chosen.</summary>
internal sealed class FaultedRequest(HttpContext context, RequestDelegate next, TimeProvider clock, Action record)
{
    public HttpContext Context => context;

    public TimeProvider Clock => clock;

    /// <summary>Whether the fault has happened.</summary>
    public bool HasFired { get; private set; }

    public Task InvokeHandlerAsync() => next(context);

    /// <summary>Records that the fault happens now. It is called before the client can see the fault, so that a test that has seen the fault finds it in the plan.</summary>
    public void Fire()
    {
        HasFired = true;
        record();
    }
}
