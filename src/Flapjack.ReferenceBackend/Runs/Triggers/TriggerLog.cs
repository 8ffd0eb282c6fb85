using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>The log messages about triggers. They never have a secret, a signature or an input.</summary>
internal static partial class TriggerLog
{
    [LoggerMessage(LogLevel.Error, "Trigger {TriggerId} could not start a run; that is tried again within a minute.")]
    public static partial void TriggerNotFired(this ILogger logger, Exception exception, string triggerId);

    [LoggerMessage(LogLevel.Warning, "Trigger {TriggerId} starts no run for its occurrence at {Occurrence}, because the occurrence and all later ones are more than {Hours} hours old.")]
    public static partial void OccurrenceTooOld(this ILogger logger, string triggerId, DateTimeOffset? occurrence, double hours);

    [LoggerMessage(LogLevel.Error, "The cron triggers could not be read; that is tried again within a minute.")]
    public static partial void TriggersUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "The webhooks of trigger {TriggerId} are refused, because its secret can't be decrypted.")]
    public static partial void TriggerSecretUnreadable(this ILogger logger, Exception exception, string triggerId);
}
