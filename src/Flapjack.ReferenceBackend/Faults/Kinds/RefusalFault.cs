using Flapjack.ReferenceBackend.Refusals;

namespace Flapjack.ReferenceBackend.Faults.Kinds;

/// <summary>Refuses the request before its handler has seen it.</summary>
internal sealed class RefusalFault : Fault
{
    private readonly string _name;
    private readonly Func<Refusal> _createError;

    private RefusalFault(string name, Func<Refusal> createError)
    {
        _name = name;
        _createError = createError;
    }

    public static new RefusalFault TooManyRequests(TimeSpan? retryAfter)
    {
        int? seconds = retryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null;
        return new($"TooManyRequests({seconds})", () => new(RefusalKind.LimitReached, "RATE_LIMITED", "Refused by the fault plan.")
        {
            Reason = "AGENT",
            RetryAfterSeconds = seconds,
        });
    }

    public static new RefusalFault InternalServerError() =>
        new("InternalServerError()", () => new(RefusalKind.Failed, "INTERNAL", "Failed by the fault plan."));

    public override string ToString() => _name;

    internal override Task InvokeAsync(FaultedRequest request)
    {
        request.Fire();
        throw _createError();
    }
}
