namespace AgentComputer.Sdk;

/// <summary>The API key may not do this: the user of the key lacks the right, for example because only the owner of a computer has it (403).</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerPermissionException(string message) : AgentComputerApiException(message);
