namespace Flapjack.ReferenceBackend.Agents;

/// <summary>An agent was created or deleted by another call since it was looked for; nothing was stored.</summary>
internal sealed class AgentChangedException() : Exception("Another call has created or deleted the agent.");
