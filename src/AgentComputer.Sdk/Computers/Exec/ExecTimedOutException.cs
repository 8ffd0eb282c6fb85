namespace AgentComputer.Sdk;

/// <summary>A program ran into its timeout. Its exit code, if there is one, means nothing.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="timeout">The timeout of the program.</param>
/// <param name="output">What the program had written; null if no answer came.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class ExecTimedOutException(string message, TimeSpan timeout, ExecResult? output, Exception? innerException = null) : AgentComputerException(message, innerException)
{
    /// <summary>The timeout of the program.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>What the program had written when it was stopped; null if no answer came, and then it may still run.</summary>
    public ExecResult? Output { get; } = output;
}
