using Microsoft.Extensions.Logging;

namespace LocalComputers.Processes;

/// <summary>Sees to it that ended children leave their exit codes behind.</summary>
internal static unsafe class ChildSignal
{
    // struct sigaction is 152 bytes and begins with the handler.
    private const int ActionWords = 32;

    /// <summary>A host started with SIGCHLD ignored (some supervisors do) would lose every exit code.</summary>
    public static void RestoreIfIgnored(ILogger logger)
    {
        var action = stackalloc nint[ActionWords];
        if (LibC.sigaction(LibC.SIGCHLD, null, action) == 0 && action[0] == LibC.SIG_IGN)
        {
            _ = LibC.signal(LibC.SIGCHLD, LibC.SIG_DFL);
            ProcessLog.ChildSignalRestored(logger);
        }
    }
}
