namespace Flapjack.Cli.Terminal;

/// <summary>
/// How the tool ends. The codes of its own failures lie between 240 and 249, where no command's code is in practice, so that a script can tell
/// a command that failed from a command that did not run. <c>docs/cli.md</c> has them in a table, and a test compares the two.
/// </summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The answer is no: a check found something, a bootstrap failed, an agent did not answer, the server did not start.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the environment or a file that it names is wrong. Nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>The command ran into its timeout, and the service did not say its exit code.</summary>
    public const int TimedOut = 124;

    /// <summary>Whoever reads the output has closed it, as <c>head</c> does.</summary>
    public const int OutputClosed = 128 + 13;

    public const int Refused = 240;

    public const int NotAllowed = 241;

    public const int NotFound = 242;

    public const int Unreachable = 243;

    /// <summary>How a command or an answer ended is unknown.</summary>
    public const int Unknown = 244;

    public const int RateLimited = 245;

    public const int OutOfTime = 246;

    public const int NotTheApi = 247;

    /// <summary>The service could not run the command, or lost it.</summary>
    public const int CommandLost = 248;

    /// <summary>A fault of this tool.</summary>
    public const int Fault = 249;

    public static int OfSignal(int signal) => 128 + signal;
}
