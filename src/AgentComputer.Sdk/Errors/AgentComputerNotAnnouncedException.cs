namespace AgentComputer.Sdk;

/// <summary>
/// The call needs an addition to the API that the server has not announced. Nothing was done: without the addition the call could run a command
/// twice, or mean nothing.
/// </summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class AgentComputerNotAnnouncedException(string message, Exception? innerException = null) : AgentComputerException(message, innerException)
{
    /// <summary>The addition, for example <c>replay</c>.</summary>
    public string? Extension { get; init; }
}
