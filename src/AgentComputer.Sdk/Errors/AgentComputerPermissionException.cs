namespace AgentComputer.Sdk;

/// <summary>The API key may not do this: it belongs to another organization, or lacks a scope such as <c>sandbox:admin</c> (403).</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerPermissionException(string message) : AgentComputerApiException(message);
