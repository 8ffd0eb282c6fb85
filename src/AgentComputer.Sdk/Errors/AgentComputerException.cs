namespace AgentComputer.Sdk;

/// <summary>The base of every error that this client throws by itself; cancellation stays an <see cref="OperationCanceledException"/>.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class AgentComputerException(string message, Exception? innerException = null) : Exception(message, innerException);
