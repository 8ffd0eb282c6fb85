namespace AgentComputer.Sdk;

/// <summary>The state of the thing does not allow the call now, or there is such a thing already (409).</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerConflictException(string message) : AgentComputerApiException(message);
