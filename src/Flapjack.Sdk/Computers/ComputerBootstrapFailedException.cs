namespace Flapjack.Sdk;

/// <summary>The computer's bootstrap failed: a tool of its template is missing, the repository could not be cloned, or its install command failed.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class ComputerBootstrapFailedException(string message) : FlapjackException(message)
{
    /// <summary>The exit code of the step that failed; null when none had run or the service did not say.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The end of what that step wrote to its standard error; null when the service did not say.</summary>
    public string? StderrTail { get; init; }
}
