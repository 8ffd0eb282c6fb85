using Microsoft.Extensions.Logging;

namespace LocalComputers.Storage;

/// <summary>The log messages of the storage.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The backend's temporary folder {Place} could not be removed, and a backend that starts later tries again: {Left}")]
    public static partial void DataStays(ILogger logger, string place, string left);

    [LoggerMessage(LogLevel.Error, "A change was stored, but what was to be done after it has failed.")]
    public static partial void ActionFailed(ILogger logger, Exception exception);
}
