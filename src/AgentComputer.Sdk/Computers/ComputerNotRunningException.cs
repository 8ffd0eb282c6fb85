namespace AgentComputer.Sdk;

/// <summary>A computer that was waited for has failed, is stopped or is deleted, so that it would never run by itself.</summary>
/// <param name="message">What happened, to which computer, and what to do next.</param>
/// <param name="computer">The computer as it was last read.</param>
public class ComputerNotRunningException(string message, Computer computer) : AgentComputerException(message)
{
    /// <summary>The computer as it was last read; <see cref="Computer.FailureReason"/> tells what went wrong.</summary>
    public Computer Computer { get; } = computer;
}
