using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Execs;

/// <summary>Makes the tool's exit code from the end of a command.</summary>
internal static class ExecEnd
{
    private static readonly Dictionary<string, int> Signals = new(StringComparer.Ordinal)
    {
        ["SIGHUP"] = 1,
        ["SIGINT"] = 2,
        ["SIGQUIT"] = 3,
        ["SIGILL"] = 4,
        ["SIGTRAP"] = 5,
        ["SIGABRT"] = 6,
        ["SIGBUS"] = 7,
        ["SIGFPE"] = 8,
        ["SIGKILL"] = 9,
        ["SIGUSR1"] = 10,
        ["SIGSEGV"] = 11,
        ["SIGUSR2"] = 12,
        ["SIGPIPE"] = 13,
        ["SIGALRM"] = 14,
        ["SIGTERM"] = 15,
    };

    /// <summary>The command's own code. A command that did not succeed is never 0, whatever the service says.</summary>
    /// <exception cref="ToolException">The service did not say how the command ended, or told a code that a process can't have.</exception>
    public static int CodeOf(ExecExitEvent exit) => exit switch
    {
        { ExitCode: 0, Ok: true } => ExitCodes.Success,
        { ExitCode: > 0 and <= 255 and var code } => code,
        { TimedOut: true } => ExitCodes.TimedOut,
        { Signal: { } name } when Signals.TryGetValue(name, out var signal) => ExitCodes.OfSignal(signal),
        { ExitCode: { } code } => throw new ToolException(ExitCodes.Unknown, $"The command failed, and its exit code was told as {code}, which is none of a failed process."),
        _ => throw new ToolException(ExitCodes.Unknown, "The command ended, and the service did not say how; it may have done its work or not."),
    };
}
