using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk;

/// <summary>What the log tells about the tools of the caller.</summary>
internal static partial class ChatToolLog
{
    [LoggerMessage(1, LogLevel.Debug, "The tool {Tool} returned a result for call {CallId} after {DurationMs:0} ms.")]
    public static partial void Returned(ILogger log, string? tool, string? callId, double durationMs);

    [LoggerMessage(2, LogLevel.Warning, "The tool {Tool} brought no result for call {CallId} ({Failure}) after {DurationMs:0} ms. The agent was told what went wrong.")]
    public static partial void Failed(ILogger log, string? tool, string? callId, ChatToolFailure failure, double durationMs, Exception? exception);

    [LoggerMessage(3, LogLevel.Warning, "The agent calls tools again after {Rounds} rounds, which is the limit (MaxToolRounds). The calls are left to the caller.")]
    public static partial void Exhausted(ILogger log, int rounds);
}
