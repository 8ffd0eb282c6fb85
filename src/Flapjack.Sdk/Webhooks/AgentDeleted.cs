namespace Flapjack.Sdk;

/// <summary>The agent was deleted, and its computer with it.</summary>
/// <remarks>The webhook <c>agent.deleted</c>.</remarks>
public sealed record AgentDeleted : ComputerWebhookPayload;
