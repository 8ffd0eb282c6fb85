namespace AgentComputer.Sdk;

/// <summary>There is no such resource in this organization (404).</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerNotFoundException(string message) : AgentComputerApiException(message);
