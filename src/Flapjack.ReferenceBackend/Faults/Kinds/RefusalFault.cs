using Flapjack.ReferenceBackend.Auth;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Faults.Kinds;

/// <summary>Refuses the request before its handler has seen it.</summary>
internal sealed class RefusalFault : Fault
{
    private readonly string _name;
    private readonly Func<ApiError> _createError;

    private RefusalFault(string name, Func<ApiError> createError)
    {
        _name = name;
        _createError = createError;
    }

    public static new RefusalFault TooManyRequests(TimeSpan? retryAfter)
    {
        int? seconds = retryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null;
        return new($"TooManyRequests({seconds})", () => new(StatusCodes.Status429TooManyRequests, "RATE_LIMITED", "Refused by the fault plan.")
        {
            Reason = "AGENT",
            RetryAfterSeconds = seconds,
        });
    }

    public static new RefusalFault InternalServerError() =>
        new("InternalServerError()", () => new(StatusCodes.Status500InternalServerError, "INTERNAL", "Failed by the fault plan."));

    public override string ToString() => _name;

    internal override Task InvokeAsync(FaultedRequest request)
    {
        request.Fire();
        throw _createError();
    }
}
