namespace AgentComputer.Sdk;

/// <summary>The service could not be reached, or the connection broke before it had answered.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause.</param>
public class AgentComputerConnectionException(string message, Exception? innerException = null) : AgentComputerException(message, innerException)
{
    /// <summary>Whether the service may have received the request. False is a proof that it did nothing: no connection came about.</summary>
    public bool RequestMayHaveArrived { get; init; } = true;

    /// <summary>How many times the request was sent or tried to be sent; at least 1.</summary>
    public int Attempts { get; init; } = 1;
}
