namespace LocalComputers.Shells;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n after signal n; 124 after its timeout.</param>
/// <param name="Signal">The signal that ended it, for example SIGTERM; null for none.</param>
/// <param name="TimedOut">Whether it was stopped because it took too long.</param>
internal sealed record ShellExit(int ExitCode, string? Signal, bool TimedOut)
{
    /// <summary>The exit code of a command that took too long; <c>timeout(1)</c> has the same.</summary>
    public const int TimeoutCode = 124;
}
