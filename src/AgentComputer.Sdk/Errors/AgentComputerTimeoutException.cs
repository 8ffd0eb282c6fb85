namespace AgentComputer.Sdk;

/// <summary>One of the client's time budgets ran out. A caller that cancels its own token gets an <see cref="OperationCanceledException"/> instead.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class AgentComputerTimeoutException(string message, Exception? innerException = null) : AgentComputerException(message, innerException)
{
    /// <summary>Which budget ran out.</summary>
    public AgentComputerTimeoutBudget Budget { get; init; }

    /// <summary>How long that budget was.</summary>
    public TimeSpan Timeout { get; init; }
}
