namespace AgentComputer.Sdk;

/// <summary>There is nothing with that id that the key may see (404). A handle is no id.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerNotFoundException(string message) : AgentComputerApiException(message);
