namespace AgentComputer.Sdk;

/// <summary>The service found the request invalid (400 or 422); <see cref="AgentComputerApiException.Detail"/> tells why.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerValidationException(string message) : AgentComputerApiException(message);
