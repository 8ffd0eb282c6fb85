namespace Flapjack.Sdk;

/// <summary>The agent has no computer that could run a command yet (409 <c>SANDBOX_NOT_READY</c>): wait with <see cref="FlapjackClient.WaitUntilComputerReadyAsync"/>.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class ComputerNotReadyException(string message) : FlapjackApiException(message);
