using Microsoft.Extensions.Logging;

namespace LocalComputers.Processes;

internal static partial class ProcessLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Processes are started by System.Diagnostics.Process, without sessions of their own, because {Reason}.")]
    public static partial void PortableProcesses(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no process table at {Root}: processes that left their parent cannot be found, nor can listening ports.")]
    public static partial void NoProcessTable(ILogger logger, string root);

    [LoggerMessage(Level = LogLevel.Information, Message = "SIGCHLD was ignored, which loses the exit codes of child processes; it is back at its default.")]
    public static partial void ChildSignalRestored(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Process {ProcessId} did not end within {Patience} of SIGKILL and is left behind.")]
    public static partial void ProcessLeftBehind(ILogger logger, int processId, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Waiting for processes and their pipes ended with error {Error} of epoll_wait.")]
    public static partial void PollerFailed(ILogger logger, int error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not limited on the computers of this backend: {Unenforced}.")]
    public static partial void LimitsNotEnforced(ILogger logger, string unenforced);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} processes of {Scope} outlived SIGKILL and are left behind: {ProcessIds}.")]
    public static partial void SurvivorsLeftBehind(ILogger logger, int count, string scope, string processIds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed what a backend that died had left behind: {What}.")]
    public static partial void LeftoversRemoved(ILogger logger, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What a backend that died has left behind in {Place} could not be removed: {Reason}")]
    public static partial void LeftoversStay(ILogger logger, string place, string reason);
}
