namespace LocalComputers.Processes;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n when signal n ended it, as a shell would say.</param>
/// <param name="Signal">The signal's name, such as <c>SIGKILL</c>; null when the process ended by itself.</param>
internal readonly record struct ProcessExit(int ExitCode, string? Signal)
{
    /// <summary>The exit code of a process that signal n ended is this and n.</summary>
    public const int SignalBase = 128;

    public static ProcessExit BySignal(int signal) => new(SignalBase + signal, SignalNames.Of(signal));
}
