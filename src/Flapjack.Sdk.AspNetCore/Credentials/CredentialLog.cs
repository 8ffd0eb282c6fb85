using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Credentials;

/// <summary>What the endpoint logs: never a key, a body, or the message of an exception of the app's function. The ids of the events are 31 to 39.</summary>
internal static partial class CredentialLog
{
    [LoggerMessage(31, LogLevel.Debug, "A question for the key of {Provider} was answered: {Source}.")]
    public static partial void CredentialResolved(this ILogger logger, string? provider, string source);

    [LoggerMessage(32, LogLevel.Warning, "A question for a key was refused: {Reason}.")]
    public static partial void CredentialRefused(this ILogger logger, WebhookCheckResult reason);

    [LoggerMessage(33, LogLevel.Warning, "A question for a key was refused: its nonce was here before, so somebody has recorded and repeated it.")]
    public static partial void CredentialReplayed(this ILogger logger);

    [LoggerMessage(34, LogLevel.Warning, "The body of a question for a key was not read to its end, and it was answered {Status}. Up to {MaxBodyBytes} bytes are taken.")]
    public static partial void CredentialNotRead(this ILogger logger, int status, int maxBodyBytes);

    [LoggerMessage(35, LogLevel.Error, "A genuine question for a key is not the JSON of a question, and was answered 400 ({Bytes} bytes).")]
    public static partial void CredentialNotJson(this ILogger logger, int bytes);

    [LoggerMessage(36, LogLevel.Warning, "A question for the key of {Provider} was broken off: Flapjack waited no longer.")]
    public static partial void CredentialBrokenOff(this ILogger logger, string? provider);

    [LoggerMessage(37, LogLevel.Error, "Finding the key of {Provider} failed with {Exception}, and Flapjack is told 500, so that it uses the platform's key. The message is left out, because it may hold a key. {Where}")]
    public static partial void CredentialFailed(this ILogger logger, string? provider, string exception, string? where);

    [LoggerMessage(38, LogLevel.Critical, "The configuration of the credential resolver is invalid, and every question is answered 500 until it is corrected: {Complaint}")]
    public static partial void CredentialsMisconfigured(this ILogger logger, string complaint);

    [LoggerMessage(39, LogLevel.Error, "A question for a key of {Announced} bytes came without a body: middleware has read it. Middleware that reads the body must call Request.EnableBuffering() first.")]
    public static partial void CredentialConsumed(this ILogger logger, long announced);
}
