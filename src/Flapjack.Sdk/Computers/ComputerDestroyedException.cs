namespace Flapjack.Sdk;

/// <summary>The agent's computer is gone (410 <c>SANDBOX_DESTROYED</c>): create it again with <see cref="FlapjackClient.CreateAgentFromTemplateAsync"/> and the same external app id.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class ComputerDestroyedException(string message) : FlapjackApiException(message);
