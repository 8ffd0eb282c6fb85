using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Calls;

/// <summary>A failure that the tool itself has found.</summary>
/// <param name="exitCode">How the tool ends, of <see cref="ExitCodes"/>.</param>
/// <param name="message">What happened, to what, and what to do next.</param>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException Usage(string message) => new(ExitCodes.Usage, message);
}
