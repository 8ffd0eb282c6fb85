using System.Net;
using Shared.Wire.Errors;

namespace Architecture.Tests.OtherVendor;

// The ground floor compiles against exceptions that have at least these members.
internal enum Budget
{
    Connect,
    Response,
    StreamIdle,
    HttpClient,
}

internal class AnyException(string message, Exception? innerException = null) : Exception(message, innerException);

internal sealed class RefusedException(string message) : AnyException(message)
{
    public ApiErrorFacts Facts { get; init; } = new();

    public HttpStatusCode StatusCode => Facts.StatusCode;

    public string? ErrorCode => Facts.Code;

    public TimeSpan? RetryAfter => Facts.RetryAfter;

    public int Attempts => Facts.Attempts;
}

internal sealed class BrokenException(string message, Exception? innerException) : AnyException(message, innerException)
{
    public bool RequestMayHaveArrived { get; init; }

    public int Attempts { get; init; }
}

internal sealed class LateException(string message, Exception? innerException) : AnyException(message, innerException)
{
    public Budget Budget { get; init; }

    public TimeSpan Timeout { get; init; }
}

internal sealed class OddException(string message, Exception? innerException = null) : AnyException(message, innerException)
{
    public string? Raw { get; init; }
}

internal sealed class MissingException(string message) : AnyException(message)
{
    public string? Extension { get; init; }
}

internal sealed class CutException(string message, Exception? innerException) : AnyException(message, innerException)
{
    public InterruptionFacts? Facts { get; init; }
}
