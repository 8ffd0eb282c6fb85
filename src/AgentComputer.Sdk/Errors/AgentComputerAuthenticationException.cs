namespace AgentComputer.Sdk;

/// <summary>The API key or access token is missing, unknown, expired or revoked (401).</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerAuthenticationException(string message) : AgentComputerApiException(message);
