namespace AgentComputer.Sdk;

/// <summary>A rate limit is used up (429); <see cref="AgentComputerApiException.RetryAfter"/> tells when to try again.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class AgentComputerRateLimitedException(string message) : AgentComputerApiException(message);
