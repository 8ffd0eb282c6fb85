namespace AgentComputer.Sdk;

/// <summary>A change that the service made in the background has failed.</summary>
/// <param name="message">What happened, to what, and why.</param>
/// <param name="operation">The operation.</param>
public class OperationFailedException(string message, Operation operation) : AgentComputerException(message)
{
    /// <summary>The operation; <see cref="Operation.ErrorMessage"/> tells why it failed.</summary>
    public Operation Operation { get; } = operation;
}
