using Microsoft.Extensions.Logging;

namespace Shared.Wire.Diagnostics;

/// <summary>What a client logs about its calls. Ids are never used again for another message; docs/diagnostics.md lists them. No message has an exception,
/// because the caller gets it, and no message has content, except for those whose names say so.</summary>
internal static partial class WireLog
{
    [LoggerMessage(10, LogLevel.Information, "{Operation} is sent again after {DelayMs:0} ms: attempt {Attempt} failed ({Reason}).")]
    public static partial void Retries(ILogger log, string operation, string reason, double delayMs, int attempt);

    [LoggerMessage(11, LogLevel.Information, "The stream of {Operation} broke ({Reason}) and is opened again (resumption {Resumption}).")]
    public static partial void Resumes(ILogger log, string operation, string reason, int resumption);

    [LoggerMessage(12, LogLevel.Information, "The caller of {Operation} has left, so what it began is being stopped.")]
    public static partial void Stops(ILogger log, string operation);

    [LoggerMessage(13, LogLevel.Warning, "What {Operation} began could not be stopped ({ErrorType}); the service may go on with it.")]
    public static partial void CouldNotStop(ILogger log, string operation, string errorType);

    [LoggerMessage(14, LogLevel.Information, "{Operation} waits for its turn under the quota.")]
    public static partial void Queues(ILogger log, string operation);

    [LoggerMessage(15, LogLevel.Information, "{Operation} waits until the computer takes commands.")]
    public static partial void WaitsForComputer(ILogger log, string operation);

    [LoggerMessage(16, LogLevel.Warning, "How {Operation} ended is unknown ({ErrorType}). The service may have done all, some or none of it.")]
    public static partial void IsUnknown(ILogger log, string operation, string? errorType);

    [LoggerMessage(17, LogLevel.Trace, "{Operation} was given: {Content}")]
    public static partial void GivenSensitive(ILogger log, string operation, string content);

    [LoggerMessage(18, LogLevel.Trace, "{Operation} was answered: {Content}")]
    public static partial void AnsweredSensitive(ILogger log, string operation, string content);
}
